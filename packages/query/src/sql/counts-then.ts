import { allOf, param, type SqlFragment, sql } from './fragment.ts'
import { findingsOf } from './findings-of.ts'
import { isListed } from './listed-asset.ts'
import { patchCountsThen } from './past-sums.ts'
import type { QueryContext } from './query-context.ts'
import { type Wall, wallOf } from './wall.ts'

/** Rows (id, missing, security, critical, installed) of those of these assets that had a finding, for what stands beside a list of them. */
export function compileAssetCounts(ids: readonly number[], context: QueryContext): SqlFragment {
  const { own, ownOrCatalog, inScope } = wallOf(context)
  const scope = inScope(sql`cf.asset_id`)
  const conditions = allOf([
    sql`cf.asset_id = any(${param([...ids])}::bigint[])`,
    own(sql`cf.subscription_id`),
    ownOrCatalog(sql`cp.subscription_id`),
    ...(scope === null ? [] : [scope]),
  ])
  return sql`select cf.asset_id as id, count(*) filter (where cf.status = 1) as missing, count(*) filter (where cf.status = 1 and cp.is_security) as security, count(*) filter (where cf.status = 1 and cp.severity = 'critical') as critical, count(*) filter (where cf.status = 2) as installed from ${findingsOf(context).as(sql`cf`, inScope)} join patch cp on cp.id = cf.patch_id where ${conditions} group by cf.asset_id`
}

/** Rows (id, missing, installed) of those of these patches that assets of the asker missed or had. */
export function compilePatchCounts(ids: readonly number[], context: QueryContext): SqlFragment {
  const wall = wallOf(context)
  const scope = wall.inScope(sql`cf.asset_id`)
  if (scope !== null) {
    const conditions = allOf([
      sql`cf.patch_id = any(${param([...ids])}::int[])`,
      wall.own(sql`cf.subscription_id`),
      scope,
      isListed(wall, sql`cf.asset_id`),
    ])
    return sql`select cf.patch_id as id, count(*) filter (where cf.status = 1) as missing, count(*) filter (where cf.status = 2) as installed from ${findingsOf(context).as(sql`cf`, wall.inScope)} where ${conditions} group by cf.patch_id`
  }
  const { asOfMs } = context
  if (asOfMs !== undefined) return patchCountsThen({ ...context, asOfMs }, sql`${param([...ids])}::int[]`)
  const missing = sql`(select count(*) from finding cf where ${allOf([
    sql`cf.patch_id = i.id`,
    wall.own(sql`cf.subscription_id`),
    sql`cf.status = 1`,
    isListed(wall, sql`cf.asset_id`),
  ])})`
  return sql`select i.id, ${missing} as missing, ${installedNow(wall)} as installed from unnest(${param([...ids])}::int[]) i(id)`
}

/** The counter with what has not been folded into it: at each moment both together are exact. */
const installedNow = ({ own }: Wall): SqlFragment =>
  sql`coalesce((select c.installed from patch_count c where c.patch_id = i.id and ${own(
    sql`c.subscription_id`,
  )}), 0) + coalesce((select sum(du.installed) from patch_count_delta cd cross join unnest(cd.patch_ids, cd.installed) du(patch_id, installed) where ${own(
    sql`cd.subscription_id`,
  )} and du.patch_id = i.id), 0)`
