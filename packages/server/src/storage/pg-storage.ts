import type { Random } from '@patchyard/domain'
import type { Database, Trx } from '../database/database.ts'
import { createReportedPatches } from '../features/catalog/reported-patches.ts'
import { createPgFindingStore } from '../features/findings/pg-finding-store.ts'
import { createPgInventoryStore } from '../features/inventory/pg-inventory-store.ts'
import { readAgentSettings } from '../features/profiles/agent-settings-read-model.ts'
import { licensesEveryone, reassignLicences } from '../features/licences/licence-assignment-service.ts'
import { createPgTaskStore } from '../features/tasks/pg-task-store.ts'
import { createPgLineStore } from '../features/agents/line/pg-line-store.ts'
import type { Matching } from './ports/matching.ts'
import type { TagFollower } from './ports/tag-follower.ts'
import { noticeAssets } from './page-notices.ts'
import type { ReportedCatalog } from './ports/reported-catalog.ts'
import type { DoorKey } from './ports/enrol-store.ts'
import type { Storage } from './storage.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { createPgEnrolStore } from '../features/agents/door/pg-enrol-store.ts'

/** The door's storage on PostgreSQL. `onRunTouched` hears, after COMMIT, of runs that may be over; it never rejects. */
export function createPgStorage(ports: {
  database: Database
  random: Random
  matching: (trx: Trx) => Matching
  tags: TagFollower
  onRunTouched: (subscriptionId: number, runId: number) => Promise<void>
}): Storage {
  const { database } = ports
  const catalog = createReportedPatches({ random: ports.random })
  return {
    async findKey(keyid) {
      return database.asOperator(async trx => {
        const row = await trx
          .selectFrom('door_key')
          .selectAll()
          .where('key_id', '=', Buffer.from(keyid, 'hex'))
          .executeTakeFirst()
        if (row === undefined) return null
        return {
          keyid,
          subscriptionId: row.subscription_id,
          kind: row.kind as DoorKey['kind'],
          activationKeyId: row.activation_key_id,
          assetId: row.asset_id,
          publicKey: row.public_key,
          state: row.state as DoorKey['state'],
          replacedBy: row.replaced_by?.toString('hex') ?? null,
          enrolledWith: row.enrolled_with?.toString('hex') ?? null,
        }
      })
    },

    async inSubscription(subscriptionId, work) {
      const touched = new Set<number>()
      const result = await database.inSubscription(subscriptionId, trx => {
        touched.clear()
        return work(storesOf(trx, subscriptionId, { catalog, matching: ports.matching, tags: ports.tags }, touched))
      })
      for (const runId of touched) await ports.onRunTouched(subscriptionId, runId)
      return result
    },
  }
}

function storesOf(
  trx: Trx,
  subscriptionId: number,
  { catalog, matching, tags }: { catalog: ReportedCatalog; matching: (trx: Trx) => Matching; tags: TagFollower },
  touched: Set<number>,
): UnitOfWork {
  return {
    lines: createPgLineStore(trx),
    tasks: createPgTaskStore(trx),
    inventory: createPgInventoryStore(trx, catalog),
    findings: createPgFindingStore(trx),
    matching: matching(trx),
    enrol: createPgEnrolStore(trx, subscriptionId),
    tags: {
      begin: () => tags.begin(trx),
      assetsChanged: (assetIds, changes) => tags.assetsChanged(trx, subscriptionId, assetIds, changes),
    },
    licensesEveryone: nowMs => licensesEveryone(trx, nowMs),
    assignLicences: (assetIds, nowMs) => reassignLicences(trx, nowMs, assetIds),
    settings: (assetId, nowMs) => readAgentSettings(trx, subscriptionId, assetId, nowMs),
    notify: (topic, id) => noticeAssets(trx, subscriptionId, topic, [id]),
    runTouched: runId => void touched.add(runId),
  }
}
