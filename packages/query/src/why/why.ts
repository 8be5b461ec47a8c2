import { type Clause, type ClausePlace, clausesInOrder, clauseTree, placeOf } from '../explain/clauses.ts'
import type { MatchContext } from '../memory/match-test.ts'
import { matches } from '../memory/matches.ts'
import type { QueryObject } from '../memory/query-object.ts'
import type { QueryTree } from '../tree/tree.ts'
import { foundBy } from './found-values.ts'
import { objectsOfClauses } from './near-children.ts'
import { allVerdicts, clausesToJudge, decidingOf, type Verdicts } from './verdicts.ts'

export interface WhyClause extends ClausePlace {
  readonly holds: boolean
  /** The outcome is because of this clause. */
  readonly decides: boolean
  /** What the object has there; empty: nothing; null: the clause only joins others. */
  readonly found: readonly string[] | null
}

export interface Why {
  readonly matches: boolean
  /** From the root on, each before its parts; none for the empty query. */
  readonly clauses: readonly WhyClause[]
}

/**
 * Why a query matches one object or not. `holds` judges one clause as a query of its own, so that this says what the list
 * says; `object` has the values of `tokensAsked(tree)`.
 */
export async function why(
  tree: QueryTree,
  object: QueryObject,
  context: MatchContext,
  holds: (alone: QueryTree) => Promise<boolean>,
): Promise<Why> {
  const root = clauseTree(tree)
  if (root === null) return everything
  const judged = new Map<Clause, boolean>()
  for (const clause of clausesToJudge(root)) {
    judged.set(clause, await holds({ entity: tree.entity, root: clause.node }))
  }
  return answer(tree, root, object, context, judged)
}

/** The same of an object in memory, judged by `matches`. */
export function whyInMemory(tree: QueryTree, object: QueryObject, context: MatchContext): Why {
  const root = clauseTree(tree)
  if (root === null) return everything
  const { entity } = tree
  const judged = new Map(
    clausesToJudge(root).map(clause => [clause, matches({ entity, root: clause.node }, object, context)] as const),
  )
  return answer(tree, root, object, context, judged)
}

const everything: Why = { matches: true, clauses: [] }

function answer(
  { entity }: QueryTree,
  root: Clause,
  object: QueryObject,
  context: MatchContext,
  judged: Verdicts,
): Why {
  const verdicts = allVerdicts(root, judged)
  const deciding = decidingOf(root, verdicts)
  const seen = objectsOfClauses(root, entity, object, context)
  return {
    matches: verdicts.get(root) === true,
    clauses: clausesInOrder(root).map(clause => ({
      ...placeOf(clause, entity),
      holds: verdicts.get(clause) === true,
      decides: deciding.has(clause),
      found: foundBy(clause.node, entity, seen.get(clause) ?? object),
    })),
  }
}
