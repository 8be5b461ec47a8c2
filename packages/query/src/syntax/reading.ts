import type { SyntaxNode } from '@lezer/common'
import type { ProblemList } from '../problems/problem-list.ts'
import type { Report } from '../problems/problem.ts'
import type { Expression } from './expression.ts'

/** What the passes over one text share. */
export interface Reading {
  readonly text: string
  readonly report: Report
  readonly errors: ProblemList
  /** Counts a term; false from the first one over the limit on. */
  term(from: number): boolean
  /** Moves the number of `not` that stand before what is read, brackets around it included; gives the new one. */
  negated(by: number): number
  /** What stands inside a pair of brackets; null when nothing of it can be read. */
  items(parent: SyntaxNode): Expression | null
}
