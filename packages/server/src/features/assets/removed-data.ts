import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

/** Tables whose rows belong to one asset and go with it. `removed-data.db.test.ts` holds both lists to the schema. */
export const tablesThatGo = [
  'agent_notice',
  'asset_advisory',
  'asset_interface',
  'asset_package',
  'asset_profile',
  'asset_restart',
  'asset_section',
  'asset_tag',
  'asset_update',
  'asset_weigh',
  'finding',
  'finding_history',
] as const

/** Tables that keep rows about a removed asset, each with its reason. */
export const tablesThatStay: Readonly<Record<string, string>> = {
  asset: 'the name that the history of jobs shows; stripped of all else',
  agent_line: 'revoked: a key that was sent away is known as such for ever',
  door_key: 'as agent_line',
  task: 'the history of jobs',
  item: 'the history of jobs',
  task_event: 'the history of jobs: what the agent reported while it worked',
}

/** Deletes what was known of these assets, and takes their findings out of the counts of patches. */
export async function deleteAssetData(trx: Trx, assetIds: readonly number[]): Promise<void> {
  const ids = [...assetIds]
  await sql`
    insert into patch_count_delta (subscription_id, patch_ids, missing, installed)
    select app_subscription(), array_agg(c.patch_id), array_agg(-c.missing), array_agg(-c.installed)
      from (
        select f.patch_id, (count(*) filter (where f.status = 1))::int as missing,
               (count(*) filter (where f.status = 2))::int as installed
          from finding f where f.asset_id = any(${ids}::bigint[]) group by f.patch_id
      ) c
    having count(*) > 0`.execute(trx)
  for (const table of tablesThatGo) {
    await sql`delete from ${sql.table(table)} where asset_id = any(${ids}::bigint[])`.execute(trx)
  }
}
