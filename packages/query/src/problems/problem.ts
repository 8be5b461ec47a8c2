import type { Span } from '../span.ts'
import type { QueryProblemCode } from './problem-codes.ts'

/** Something wrong (E_…) or doubtful (W_…) at one place of the text. */
export interface QueryProblem extends Span {
  readonly code: QueryProblemCode
  /** What was found and what is allowed; plain text in which parts of the query are shown safely (see `shown`). */
  readonly message: string
  /** Changes that would help, best first: replace `from`..`to` by `insert`. */
  readonly suggestions?: readonly Suggestion[]
}

export interface Suggestion extends Span {
  readonly label: string
  readonly insert: string
}

export type Report = (problem: QueryProblem) => void
