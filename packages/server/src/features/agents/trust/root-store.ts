import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

export interface InstallationRecord {
  readonly deployment: string
  readonly epoch: number
}

/** Tables `installation` and `root_metadata`, of the whole installation. */
export const rootStore = {
  async findInstallation(trx: Trx): Promise<InstallationRecord | null> {
    const row = await trx.selectFrom('installation').select(['deployment', 'epoch']).executeTakeFirst()
    return row ?? null
  },

  /** Two servers may start at once: the first one's deployment stays. */
  async insertInstallation(trx: Trx, deployment: string, now: Date): Promise<InstallationRecord> {
    await trx
      .insertInto('installation')
      .values({ deployment, created_at: now })
      .onConflict(c => c.doNothing())
      .execute()
    return trx.selectFrom('installation').select(['deployment', 'epoch']).executeTakeFirstOrThrow()
  },

  async listRoots(trx: Trx): Promise<{ version: number; envelope: string }[]> {
    const rows = await trx.selectFrom('root_metadata').select(['version', 'envelope']).orderBy('version').execute()
    return rows.map(row => ({ version: row.version, envelope: row.envelope.toString('utf8') }))
  },

  async insertRoot(trx: Trx, root: { version: number; envelope: string; digest: string }, now: Date): Promise<void> {
    await trx
      .insertInto('root_metadata')
      .values({
        version: root.version,
        envelope: Buffer.from(root.envelope, 'utf8'),
        payload_sha256: Buffer.from(root.digest, 'hex'),
        created_at: now,
      })
      .onConflict(c => c.doNothing())
      .execute()
  },

  /** Serialises the first start of several processes. */
  async lockStart(trx: Trx): Promise<void> {
    await sql`select pg_advisory_xact_lock(7203174)`.execute(trx)
  },
}
