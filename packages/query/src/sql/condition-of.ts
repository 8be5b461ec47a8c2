import type { Entity } from '../entities.ts'
import type { QueryTree } from '../tree/tree.ts'
import { QueryCompileError } from './compile-error.ts'
import { compileNode } from './compile-node.ts'
import type { SqlFragment } from './fragment.ts'
import type { EntityHomes } from './homes/home.ts'
import type { QueryContext } from './query-context.ts'

/** The condition of a tree, none for the empty query. Throws QueryCompileError for a tree of another entity. */
export function conditionOf(
  tree: QueryTree,
  entity: Entity,
  homes: EntityHomes,
  context: QueryContext,
): readonly SqlFragment[] {
  if (tree.entity !== entity)
    throw new QueryCompileError(`a query about ${tree.entity} where one about ${entity} is due`)
  return tree.root === null ? [] : [compileNode(tree.root, { entity, homes, context, relation: null }, false)]
}
