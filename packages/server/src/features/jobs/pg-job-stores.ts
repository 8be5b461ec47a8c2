import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { createPgLineStore, createPgTaskStore } from '../../storage/pg-stores.ts'
import type { JobStores } from './job-stores.ts'
import { createPgJobStore } from './pg-job-store.ts'
import { loadChosen } from './plan-read-model.ts'

/** See {@link JobStores}. */
export function createPgJobStores(trx: Trx, subscriptionId: number): JobStores {
  return {
    jobs: createPgJobStore(trx),
    tasks: createPgTaskStore(trx),
    lines: createPgLineStore(trx),
    loadChosen: (assetIds, patchIds) => loadChosen(trx, assetIds, patchIds),
    async publicIdsOf(assetIds) {
      const rows = await trx
        .selectFrom('asset')
        .select('public_id')
        .where('asset_id', '=', sql<number>`any(${[...assetIds]}::bigint[])`)
        .orderBy('asset_id')
        .execute()
      return rows.map(row => row.public_id)
    },
    async announce(topic, id) {
      await sql`select pg_notify('patchyard_stream', ${`${subscriptionId} ${topic} ${id}`})`.execute(trx)
    },
  }
}
