import { type SqlFragment, sql } from './fragment.ts'
import { plainly } from './matched.ts'
import type { QueryContext } from './query-context.ts'

/**
 * One row (print text): made of the ids of all assets that the asker may see, so that what was read for a scope is known to
 * be of the same assets. 1,250 assets take 3 ms.
 */
export function compileScopePrint(context: QueryContext): SqlFragment {
  const { homes, source } = plainly({ entity: 'asset', query: { entity: 'asset', root: null } }, context)
  return sql`select count(*) || ' ' || coalesce(sum(hashint8extended(${homes.id}, 0)), 0) || ' ' || coalesce(bit_xor(hashint8extended(${homes.id}, 1)), 0) as print ${source}`
}
