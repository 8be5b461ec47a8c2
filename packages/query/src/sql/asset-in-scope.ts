import { allOf, type SqlFragment, sql, TRUE } from './fragment.ts'
import { isListed } from './listed-asset.ts'
import type { QueryContext } from './query-context.ts'
import { wallOf } from './wall.ts'

const columns = { asset: sql`a.asset_id`, finding: sql`f.asset_id`, task: sql`t.asset_id` }

/**
 * Whether the asset of a row is one that the asker may see, for counts that stand beside the rows of a list: the same rule
 * that decides which rows there are. The row is `asset a`, `finding f` or `task t` of the statement that takes it in; findings are of
 * assets that are listed.
 */
export function assetInScope(context: QueryContext, of: keyof typeof columns): SqlFragment {
  const wall = wallOf(context)
  const inScope = wall.inScope(columns[of])
  if (of !== 'finding') return inScope ?? TRUE
  const listed = isListed(wall, columns.finding)
  return inScope === null ? listed : allOf([inScope, listed])
}
