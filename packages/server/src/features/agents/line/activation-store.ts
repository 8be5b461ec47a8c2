import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** What people decide about agents' lines, beside what the lines' own protocol writes. Rows are locked in id order. */
export const activationStore = {
  /** `at` null: patching is on. Returns the assets whose rows changed. */
  async setDeactivated(trx: Trx, assetIds: readonly number[], at: Date | null): Promise<number[]> {
    const { rows } = await sql<{ asset_id: number }>`
      with locked as (
        select l.asset_id from agent_line l
         where l.asset_id = any(${[...assetIds]}::bigint[]) order by l.asset_id for update
      )
      update agent_line set deactivated_at = ${at} from locked
       where locked.asset_id = agent_line.asset_id
         and (agent_line.deactivated_at is null) = ${at !== null}
      returning agent_line.asset_id`.execute(trx)
    return rows.map(row => row.asset_id)
  },

  /** Locks the lines: from here on no agent of these gets in, until the transaction ends. */
  async lockAll(trx: Trx, assetIds: readonly number[]): Promise<void> {
    await sql`
      select 1 from agent_line l where l.asset_id = any(${[...assetIds]}::bigint[]) order by l.asset_id for update`.execute(
      trx,
    )
  },

  /** For ever: the keys are known as revoked from now on, and never get in again. */
  async revokeRemoved(trx: Trx, assetIds: readonly number[], now: Date): Promise<void> {
    const ids = [...assetIds]
    await sql`
      update agent_line set standing = 'revoked', standing_why = 'removed', standing_at = ${now}, speakers = '[]',
             progress = '[]', problems = '[]', address = null, work_version = agent_line.work_version + 1
       where agent_line.asset_id = any(${ids}::bigint[])`.execute(trx)
    await sql`
      update door_key set state = 'revoked'
       where door_key.asset_id = any(${ids}::bigint[]) and door_key.state = 'replaced'`.execute(trx)
  },
}
