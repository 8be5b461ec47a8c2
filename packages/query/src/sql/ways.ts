import type { SqlFragment } from './fragment.ts'

/** What a statement is for: a page can stop at the first rows that fit, a count sees all of them. */
export type Purpose = 'page' | 'all'

/**
 * How a list is narrowed, in each of several ways, of which exactly one finds rows. What it depends on is known only when the
 * statement runs (how much there is on the other side), so all ways are written down, each with a condition that holds for the
 * whole statement or not, and PostgreSQL runs none but the one that fits (its "One-Time Filter").
 */
export interface Ways {
  /** A common table expression that the ways refer to; null when there is one way. */
  readonly prelude: SqlFragment | null
  readonly ways: readonly Way[]
}

export interface Way {
  readonly conditions: readonly SqlFragment[]
  /** Asked of each object by its id, behind everything else: a page asks it of the first rows in order until it is full. */
  readonly each: ((id: SqlFragment) => SqlFragment) | null
}

export const plainWay = (conditions: readonly SqlFragment[]): Ways => ({
  prelude: null,
  ways: [{ conditions, each: null }],
})
