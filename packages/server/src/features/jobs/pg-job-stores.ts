import { effectiveLicence, licencePermits } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { noticeAssets, noticeJob } from '../../storage/page-notices.ts'
import { createPgLineStore, createPgTaskStore } from '../../storage/pg-stores.ts'
import { notBegunStates } from '../../storage/ports/task-record.ts'
import type { JobStores, UntargetedAsset } from './job-stores.ts'
import { readLicence } from '../licences/licence-read-model.ts'
import { holdLicence } from '../licences/licence-assignment-service.ts'
import { mayOwnJobs } from './job-access-read-model.ts'
import { createPgJobStore } from './pg-job-store.ts'
import { loadChosen } from './plan-read-model.ts'
import { createPgPlanStore } from './runs/pg-plan-store.ts'
import { createPgRunStore } from './runs/pg-run-store.ts'

/** See {@link JobStores}. */
export function createPgJobStores(trx: Trx, subscriptionId: number): JobStores {
  return {
    jobs: createPgJobStore(trx),
    tasks: createPgTaskStore(trx),
    lines: createPgLineStore(trx),
    runs: createPgRunStore(trx),
    plan: createPgPlanStore(trx, subscriptionId),
    loadChosen: (assetIds, patchIds, planned) => loadChosen(trx, assetIds, patchIds, planned),
    licence: nowMs => holdLicence(trx, nowMs),
    async isSuspended() {
      const { rows } = await sql<{ suspended: boolean }>`
        select suspended_at is not null as suspended from subscription where id = app_subscription()`.execute(trx)
      return rows[0]?.suspended !== false
    },
    async listUntargeted(nowMs, limit) {
      const isFree = !licencePermits(effectiveLicence(await readLicence(trx), nowMs))
      const { rows } = await sql<UntargetedAsset>`
        select distinct t.asset_id as "assetId",
               case when a.removed_at is not null then 'asset_not_found'
                    when l.standing in ('rejected', 'revoked') then 'asset_not_active'
                    when a.activated_at is null or l.deactivated_at is not null then 'asset_not_activated'
                    when not a.licensed or ${isFree} then 'asset_unlicensed' else 'asset_paused' end as reason
          from task t join asset a on a.asset_id = t.asset_id join agent_line l on l.asset_id = t.asset_id
         where t.state = any(${[...notBegunStates]}::text[]) and t.cancel_asked_at is null
           and (a.removed_at is not null or l.standing in ('rejected', 'revoked') or a.activated_at is null or l.deactivated_at is not null or not a.licensed or ${isFree}
                or a.paused_until > ${new Date(nowMs)})
         order by t.asset_id limit ${limit}`.execute(trx)
      return rows
    },
    async isGone(personId) {
      const { rows } = await sql<{ there: boolean }>`select ${mayOwnJobs(sql`${personId}`)} as there`.execute(trx)
      return rows[0]?.there !== true
    },
    async publicIdsOf(assetIds) {
      const rows = await trx
        .selectFrom('asset')
        .select('public_id')
        .where('asset_id', '=', sql<number>`any(${[...assetIds]}::bigint[])`)
        .orderBy('asset_id')
        .execute()
      return rows.map(row => row.public_id)
    },
    announce: (topic, id) =>
      topic === 'job' ? noticeJob(trx, subscriptionId, id) : noticeAssets(trx, subscriptionId, topic, [id]),
  }
}
