import type { AssetSettings } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

const own = sql<number>`app_subscription()`

/** What a subscription says of assets that are silent. */
export const assetSettingsStore = {
  async read(trx: Trx): Promise<AssetSettings> {
    const row = await trx
      .selectFrom('subscription')
      .select(['stale_after_days', 'remove_after_days'])
      .where('id', '=', own)
      .executeTakeFirstOrThrow()
    return { staleAfterDays: row.stale_after_days, removeAfterDays: row.remove_after_days }
  },

  async write(trx: Trx, { staleAfterDays, removeAfterDays }: AssetSettings): Promise<void> {
    await trx
      .updateTable('subscription')
      .set({ stale_after_days: staleAfterDays, remove_after_days: removeAfterDays })
      .where('id', '=', own)
      .execute()
  },
}
