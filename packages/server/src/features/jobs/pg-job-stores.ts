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
      const start = `${subscriptionId} ${topic} `
      // Tasks are announced by their asset; what leaves the server are public ids.
      const thing =
        topic === 'job'
          ? sql`select j.public_id from job j where j.id = ${id}`
          : sql`select a.public_id from asset a where a.asset_id = ${id}`
      await sql`select pg_notify('patchyard_stream', ${start}::text || t.public_id) from (${thing}) t`.execute(trx)
    },
  }
}
