import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

const locked = (assetIds: readonly number[]) => sql`
  select a.asset_id from asset a where a.asset_id = any(${[...assetIds]}::bigint[]) order by a.asset_id for update`

async function changedBy(trx: Trx, statement: ReturnType<typeof sql<{ asset_id: number }>>): Promise<number[]> {
  return (await statement.execute(trx)).rows.map(row => row.asset_id)
}

/** How assets stand: what people decided about each. Each returns the ids of the rows that it changed. */
export const assetStandingStore = {
  activate: (trx: Trx, assetIds: readonly number[], at: Date): Promise<number[]> =>
    changedBy(
      trx,
      sql<{ asset_id: number }>`
        with locked as (${locked(assetIds)})
        update asset set activated_at = ${at} from locked where locked.asset_id = asset.asset_id returning asset.asset_id`,
    ),

  pause: (trx: Trx, assetIds: readonly number[], until: Date, reason: string): Promise<number[]> =>
    changedBy(
      trx,
      sql<{ asset_id: number }>`
        with locked as (${locked(assetIds)})
        update asset set paused_until = ${until}, paused_reason = ${reason} from locked
         where locked.asset_id = asset.asset_id
           and (asset.paused_until, asset.paused_reason) is distinct from (${until}::timestamptz, ${reason}::text)
        returning asset.asset_id`,
    ),

  resume: (trx: Trx, assetIds: readonly number[], now: Date): Promise<number[]> =>
    changedBy(
      trx,
      sql<{ asset_id: number }>`
        with locked as (${locked(assetIds)})
        update asset set paused_until = null, paused_reason = '' from locked
         where locked.asset_id = asset.asset_id and asset.paused_until > ${now}
        returning asset.asset_id`,
    ),

  /** The row stays as the name that the history of jobs shows; what it said of the machine goes. */
  async strip(trx: Trx, assetIds: readonly number[], now: Date): Promise<void> {
    const ids = [...assetIds]
    await sql`update asset set looks_like = null where asset.looks_like = any(${ids}::bigint[])`.execute(trx)
    await sql`
      update asset set
        removed_at = ${now}, licensed = false, activated_at = null, paused_until = null, paused_reason = '',
        looks_like = null, activation_key_id = null, smbios = null, machine_id = null, rootfs = null, system = '{}',
        scan_problems = '[]', scan_status = 'never', scan_started_at = null, scan_finished_at = null,
        reboot_needed = false, restart_count = 0, missing_count = 0, latest_missing_count = 0,
        missing_security_count = 0, missing_critical_count = 0, installed_count = 0, package_count = 0,
        exposed_since = null, risk_score = null, last_user = '', last_user_folded = '', last_user_words = '',
        kernel = '', kernel_folded = '', kernel_words = '', model = '', model_folded = '', model_words = '',
        manufacturer = '', manufacturer_folded = '', manufacturer_words = '', virtualization = '',
        time_zone = '', time_zone_folded = '', time_zone_words = ''
       where asset.asset_id = any(${ids}::bigint[])`.execute(trx)
  },
}
