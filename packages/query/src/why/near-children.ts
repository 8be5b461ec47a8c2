import type { Entity } from '../entities.ts'
import type { Clause } from '../explain/clauses.ts'
import type { MatchContext } from '../memory/match-test.ts'
import { matches } from '../memory/matches.ts'
import type { QueryObject } from '../memory/query-object.ts'
import { childrenAt } from '../memory/read-value.ts'
import type { QueryNode } from '../tree/tree.ts'

/**
 * What to look at for each clause. Of a nested group that is the children that make it hold; where none does, those that
 * came nearest, so that "why not" answers `version 1.26.1` of the one nginx and not of a thousand packages.
 */
export function objectsOfClauses(
  root: Clause,
  entity: Entity,
  object: QueryObject,
  context: MatchContext,
): ReadonlyMap<Clause, QueryObject> {
  const seen = new Map<Clause, QueryObject>()
  const visit = (clause: Clause, here: QueryObject): void => {
    const inner = clause.node.kind === 'group' ? narrowed(clause, clause.node.token, entity, here, context) : here
    seen.set(clause, inner)
    for (const child of clause.children) visit(child, inner)
  }
  visit(root, object)
  return seen
}

function narrowed(
  group: Clause,
  token: string,
  entity: Entity,
  object: QueryObject,
  context: MatchContext,
): QueryObject {
  const children = childrenAt(object, [token])
  const holds = (root: QueryNode, child: QueryObject): boolean =>
    matches({ entity, root }, { ...object, [token]: [child] }, context)
  const holding = children.filter(child => holds(group.node, child))
  if (holding.length > 0) return { ...object, [token]: holding }
  const parts = leavesOf(group).map(leaf => leaf.node)
  const scored = children.map(child => ({ child, n: parts.filter(part => holds(part, child)).length }))
  const best = scored.reduce((most, { n }) => Math.max(most, n), 0)
  return { ...object, [token]: scored.filter(({ n }) => n === best).map(({ child }) => child) }
}

const leavesOf = (clause: Clause): readonly Clause[] =>
  clause.children.length === 0 ? [clause] : clause.children.flatMap(leavesOf)
