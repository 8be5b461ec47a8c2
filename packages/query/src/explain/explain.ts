import type { QueryTree } from '../tree/tree.ts'
import { type ClausePlace, clausesInOrder, clauseTree, placeOf } from './clauses.ts'

export interface Counted {
  readonly n: number
  readonly ms: number
}

export interface ExplainedClause extends ClausePlace {
  /** Objects that this clause alone matches, and the time of that count; null: not counted. */
  readonly alone: Counted | null
}

/** What each clause asks, from the root on, each before its parts; the empty query has none. Needs no data. */
export const explainPlainly = (tree: QueryTree): readonly ClausePlace[] =>
  clausesInOrder(clauseTree(tree)).map(clause => placeOf(clause, tree.entity))

/**
 * The same with how many objects each clause matches alone: `count` answers for one clause as a query of its own, or null
 * where that takes too long. At most `mostCounted` are asked for, one after the other.
 */
export async function explain(
  tree: QueryTree,
  count: (alone: QueryTree) => Promise<Counted | null>,
  mostCounted: number,
): Promise<readonly ExplainedClause[]> {
  const explained: ExplainedClause[] = []
  for (const [n, clause] of clausesInOrder(clauseTree(tree)).entries()) {
    const alone = n < mostCounted ? await count({ entity: tree.entity, root: clause.node }) : null
    explained.push({ ...placeOf(clause, tree.entity), alone })
  }
  return explained
}
