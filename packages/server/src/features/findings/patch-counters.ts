import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { isListedLine } from './listed-line.ts'

/**
 * Folds the log of deltas into patch_count. Run each second for a subscription; several processes may run it at once:
 * each takes the rows it deleted.
 */
export async function foldPatchCounts(trx: Trx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with taken as (
      delete from patch_count_delta d
       where d.id in (select c.id from patch_count_delta c order by c.id limit 5000 for update skip locked)
      returning d.patch_ids, d.missing, d.installed
    ), summed as (
      select v.patch_id, sum(v.missing)::int as missing, sum(v.installed)::int as installed
        from taken t cross join unnest(t.patch_ids, t.missing, t.installed) as v(patch_id, missing, installed)
       group by v.patch_id order by v.patch_id
    ), written as (
      insert into patch_count (subscription_id, patch_id, missing, installed)
      select app_subscription(), s.patch_id, s.missing, s.installed from summed s
      on conflict (subscription_id, patch_id) do update
         set missing = patch_count.missing + excluded.missing, installed = patch_count.installed + excluded.installed
      returning 1
    )
    select count(*) as n from written`.execute(trx)
  return rows[0]?.n ?? 0
}

/** The nightly recount: what the counters must equal. Rows that differ are written; returns how many did. */
export async function recountPatches(trx: Trx): Promise<number> {
  await sql`delete from patch_count_delta`.execute(trx)
  const { rows } = await sql<{ n: number }>`
    with truth as (
      select f.patch_id, count(*) filter (where f.status = 1)::int as missing,
             count(*) filter (where f.status = 2)::int as installed
        from finding f join agent_line l on l.asset_id = f.asset_id
       where ${isListedLine} group by f.patch_id
    ), fixed as (
      insert into patch_count (subscription_id, patch_id, missing, installed)
      select app_subscription(), t.patch_id, t.missing, t.installed from truth t order by t.patch_id
      on conflict (subscription_id, patch_id) do update
         set missing = excluded.missing, installed = excluded.installed
       where (patch_count.missing, patch_count.installed) is distinct from (excluded.missing, excluded.installed)
      returning 1
    ), gone as (
      delete from patch_count c where not exists (select 1 from truth t where t.patch_id = c.patch_id) returning 1
    )
    select (select count(*) from fixed) + (select count(*) from gone) as n`.execute(trx)
  return rows[0]?.n ?? 0
}
