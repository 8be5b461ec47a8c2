import {
  type Entity,
  type MatchContext,
  matches,
  type QueryNode,
  type QueryObject,
  type QueryValue,
} from '@patchyard/query'
import type { Clause } from './clauses.ts'

export type Values = Readonly<Record<string, unknown>>

/**
 * What to look at for each clause. Of a nested group that is the children that make it hold; where none does, those that
 * came nearest, so that "why not" answers `version 1.26.1` of the one nginx and not of a thousand packages.
 */
export function valuesOfClauses(
  root: Clause,
  entity: Entity,
  values: Values,
  context: MatchContext,
): Map<Clause, Values> {
  const seen = new Map<Clause, Values>()
  const visit = (clause: Clause, here: Values): void => {
    const inner = clause.node.kind === 'group' ? narrowed(clause, clause.node.token, entity, here, context) : here
    seen.set(clause, inner)
    for (const child of clause.children) visit(child, inner)
  }
  visit(root, values)
  return seen
}

function narrowed(group: Clause, token: string, entity: Entity, values: Values, context: MatchContext): Values {
  const children = values[token]
  if (!Array.isArray(children)) return values
  const holds = (root: QueryNode, child: unknown): boolean =>
    matches({ entity, root }, { ...values, [token]: [child as QueryValue] } as QueryObject, context)
  const holding = children.filter(child => holds(group.node, child))
  if (holding.length > 0) return { ...values, [token]: holding }
  const parts = leavesOf(group).map(leaf => leaf.node)
  const scored = children.map(child => ({
    child: child as unknown,
    n: parts.filter(part => holds(part, child)).length,
  }))
  const best = scored.reduce((most, { n }) => Math.max(most, n), 0)
  return { ...values, [token]: scored.filter(({ n }) => n === best).map(({ child }) => child) }
}

const leavesOf = (clause: Clause): readonly Clause[] =>
  clause.children.length === 0 ? [clause] : clause.children.flatMap(leavesOf)
