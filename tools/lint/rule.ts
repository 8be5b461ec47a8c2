import type { Source } from './source.ts'

export interface Violation {
  readonly path: string
  /** 1-based; 0 for the file as a whole. */
  readonly line: number
  readonly rule: string
  /** What was found. */
  readonly found: string
  /** Why it is refused and what to write instead. */
  readonly reason: string
}

/** Tells of one violation: offset in the text, what was found. */
export type Report = (offset: number, found: string) => void

export interface Rule {
  readonly name: string
  readonly reason: string
  /** Whether the rule holds for the file at this path. */
  readonly holdsFor: (path: string) => boolean
  readonly check: (source: Source, report: Report) => void
}
