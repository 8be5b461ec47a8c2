import type { Entity } from '../entities.ts'
import type { QueryNode, QueryTree } from '../tree/tree.ts'
import { compileNode, keyedClause } from './compile-node.ts'
import { param, sql } from './fragment.ts'
import type { EntityHomes } from './homes/home.ts'
import type { QueryContext } from './query-context.ts'
import type { Ways } from './ways.ts'

// Rows up to which those who have it are joined with the rest. 39,000 of 100,000 assets with an old bind9 took 110 ms of
// processor time that way, and 35 when the list is gone through until the page is full.
const FEW = 3000

/**
 * Ways of a page whose query demands something of a dictionary (`software:(…)`): few have it, and are made a set; many, and
 * the page finds 50 soon. Null when the query demands nothing like that.
 */
export function keyedWays(tree: QueryTree, entity: Entity, homes: EntityHomes, context: QueryContext): Ways | null {
  const at = { entity, homes, context, relation: null }
  const demanded: readonly QueryNode[] =
    tree.root === null ? [] : tree.root.kind === 'and' ? tree.root.nodes : [tree.root]
  const place = demanded.findIndex(node => keyedClause(node, at) !== null)
  const node = demanded[place]
  const clause = node === undefined ? null : keyedClause(node, at)
  if (clause === null) return null
  const { keyed, keys } = clause
  const rest = demanded.filter((_, i) => i !== place).map(other => compileNode(other, at, false))
  const few = sql`(select count(*) from (select 1 from ks limit ${param(FEW + 1)}::bigint) k) <= ${param(FEW)}::bigint`
  return {
    prelude: sql`ks(id) as materialized (select ${keyed.object} from ${keyed.from} where ${keyed.where} and ${keyed.has(sql`array(${keys})`)})`,
    ways: [
      { conditions: [...rest, few, sql`${homes.id} = any(array(select ks.id from ks))`], each: null },
      // "is true" keeps the planner from making a join of it: a hash is made once, and asked in the order of the list.
      { conditions: [...rest, sql`not (${few})`], each: id => sql`(${id} in (select ks.id from ks)) is true` },
    ],
  }
}
