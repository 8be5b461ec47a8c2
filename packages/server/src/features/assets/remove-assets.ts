import type { AssetRemoval } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { notBegunStates, type TaskRecord } from '../../storage/ports/task-record.ts'
import { activationStore, createPgTaskStore } from '../../storage/pg-stores.ts'
import { cancelled, endedAt } from '../jobs/cancel-tasks-service.ts'
import { assetStandingStore } from './asset-standing-store.ts'
import { deleteAssetData } from './removed-data.ts'

/** What removing these would touch. */
export async function readRemoval(
  trx: Trx,
  assets: readonly { readonly assetId: number; readonly name: string }[],
): Promise<AssetRemoval> {
  const ids = assets.map(asset => asset.assetId)
  const { rows } = await sql<Pick<AssetRemoval, 'openTasks' | 'jobs' | 'missing' | 'licensed'>>`
    select (select count(*) from task t where t.asset_id = any(${ids}::bigint[]) and t.ended_at is null)::int as "openTasks",
           (select count(distinct t.job_id) from task t where t.asset_id = any(${ids}::bigint[]))::int as jobs,
           coalesce(sum(a.missing_count), 0)::int as missing, (count(*) filter (where a.licensed))::int as licensed
      from asset a where a.asset_id = any(${ids}::bigint[])`.execute(trx)
  const counts = rows[0] ?? { openTasks: 0, jobs: 0, missing: 0, licensed: 0 }
  return { assets: assets.length, names: assets.slice(0, 10).map(asset => asset.name), ...counts }
}

/**
 * Removes assets with their data: agents revoked, tasks ended, findings and inventory gone. Names and tasks stay as the
 * history of jobs. Returns the runs that may be over now.
 */
export async function removeAssets(trx: Trx, assetIds: readonly number[], nowMs: number): Promise<readonly number[]> {
  const now = new Date(nowMs)
  // The lines first, as everybody does: no agent of these gets in between.
  await activationStore.lockAll(trx, assetIds)
  const tasks = createPgTaskStore(trx)
  const runIds = new Set<number>()
  for (const assetId of assetIds) {
    for (const task of await tasks.listOpenOf(assetId)) {
      await tasks.save(givenUp(task, nowMs))
      runIds.add(task.runId)
    }
  }
  await deleteAssetData(trx, assetIds)
  await activationStore.revokeRemoved(trx, assetIds, now)
  await assetStandingStore.strip(trx, assetIds, now)
  return [...runIds]
}

/** What had begun may go on at the host, and nobody will ever tell: its end is unknown. */
function givenUp(task: TaskRecord, nowMs: number): TaskRecord {
  if (notBegunStates.includes(task.state)) return cancelled(task, nowMs, 'asset_not_found')
  return { ...task, ...endedAt(nowMs), state: 'unknown', reason: 'asset_not_found' }
}
