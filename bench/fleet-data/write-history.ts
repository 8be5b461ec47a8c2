import type pg from 'pg'

/**
 * The history that the findings of the data set imply: what is installed was missing from the day it was first seen on, and what is missing
 * took over from what had been missing since the exposure began (under the same patch here: it costs the same). 10 million rows for
 * 100,000 assets. Patches are known from the day they were issued.
 */
export async function writeHistory(client: pg.Client): Promise<void> {
  await client.query(`set maintenance_work_mem = '512MB'; set statement_timeout = 0`)
  await client.query(
    'alter table finding_history drop constraint finding_history_pkey; drop index finding_history_patch, finding_history_begin, finding_history_end',
  )
  await client.query(`
    insert into finding_history (asset_id, patch_id, from_at, to_at, subscription_id, status, cause)
    select f.asset_id, f.patch_id, case f.status when 2 then f.first_seen else f.exposed_since end, f.since, f.subscription_id, 1,
           case f.status when 2 then 'installed' else 'superseded' end
      from finding f where case f.status when 2 then f.first_seen else f.exposed_since end < f.since
     order by f.since`)
  await client.query(
    'alter table finding_history add primary key (asset_id, to_at, patch_id, from_at) include (subscription_id, status)',
  )
  await client.query('create index finding_history_patch on finding_history (subscription_id, patch_id, to_at)')
  await client.query('create index finding_history_begin on finding_history (subscription_id, from_at)')
  await client.query('create index finding_history_end on finding_history (subscription_id, to_at)')
  await client.query('update patch set first_reported_at = coalesce(issued_at, first_reported_at)')
  await client.query('vacuum (analyze) finding_history, patch, finding')
}
