import { sql } from 'kysely'
import type { Database, Trx } from '../../../database/database.ts'
import { createPgFindingStore } from '../../findings/pg-finding-store.ts'
import type { LinkAdvisories } from '../../inventory/advisory-rows.ts'
import { createPgInventoryStore } from '../../inventory/pg-inventory-store.ts'
import type { InternPatches } from '../../inventory/update-rows.ts'
import { createPgTaskStore } from '../../tasks/pg-task-store.ts'
import { createPgLineStore } from '../line/pg-line-store.ts'
import type { DoorKey, DoorStorage, DoorStores } from './door-storage.ts'
import { createPgEnrolStore } from './pg-enrol-store.ts'

export interface DoorCatalog {
  readonly intern: InternPatches
  readonly linkAdvisories: LinkAdvisories
}

/** The door's storage on PostgreSQL. `onRunTouched` hears, after COMMIT, of runs that may be over; it never rejects. */
export function createPgDoorStorage(ports: {
  database: Database
  catalog: DoorCatalog
  onRunTouched: (subscriptionId: number, runId: number) => Promise<void>
}): DoorStorage {
  const { database, catalog } = ports
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
        return work(storesOf(trx, subscriptionId, catalog, touched))
      })
      for (const runId of touched) await ports.onRunTouched(subscriptionId, runId)
      return result
    },
  }
}

function storesOf(trx: Trx, subscriptionId: number, catalog: DoorCatalog, touched: Set<number>): DoorStores {
  return {
    lines: createPgLineStore(trx),
    tasks: createPgTaskStore(trx),
    inventory: createPgInventoryStore(trx, catalog),
    findings: createPgFindingStore(trx),
    enrol: createPgEnrolStore(trx, subscriptionId),
    async settings() {
      const row = await trx
        .selectFrom('subscription')
        .select(['check_in_s', 'scan_every_s'])
        .where('id', '=', subscriptionId)
        .executeTakeFirstOrThrow()
      return { checkInS: row.check_in_s, scanEveryS: row.scan_every_s }
    },
    async notify(topic, id) {
      await sql`select pg_notify('patchyard_stream', ${`${subscriptionId} ${topic} ${id}`})`.execute(trx)
    },
    runTouched: runId => void touched.add(runId),
  }
}
