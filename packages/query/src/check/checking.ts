import type { Entity } from '../entities.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { Token } from '../tokens/token.ts'

/** What the passes over one text share. */
export interface Checking {
  readonly text: string
  readonly entity: Entity
  readonly past: boolean
  readonly errors: ProblemList
  readonly warnings: ProblemList
  /** Inside `path:( … )`: the token of that path. */
  readonly group: Token | null
}
