import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { countListed } from '../findings/listed-counts-service.ts'
import { forgetInPastSums } from '../findings/past-sums-service.ts'

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
  finding_moved: 'what the sums of the past have not let go of yet: minutes',
  run_member: 'the history of jobs: who was meant, and why some took no part',
  task: 'the history of jobs',
  item: 'the history of jobs',
  task_event: 'the history of jobs: what the agent reported while it worked',
}

/** Deletes what was known of these assets, and takes their findings out of the counts of patches: their lines are locked, and not revoked yet. */
export async function deleteAssetData(trx: Trx, assetIds: readonly number[]): Promise<void> {
  const ids = [...assetIds]
  await countListed(trx, ids, -1)
  await forgetInPastSums(trx, ids)
  for (const table of tablesThatGo) {
    await sql`delete from ${sql.table(table)} where asset_id = any(${ids}::bigint[])`.execute(trx)
  }
}
