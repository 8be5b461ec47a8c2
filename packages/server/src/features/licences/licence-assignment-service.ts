import { effectiveLicence, type LicenceKind, licenceLimit } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { lockWithOthers } from '../../database/subscription-lock.ts'
import { readLicence } from './licence-read-model.ts'
import { licenceStore } from './licence-store.ts'
import { noDecidingTags, readDecidingTags, wantsLicence } from './wanting-assets.ts'

/** What other features tell of: in the same transaction as the change that licences follow from. */
export interface LicencePort {
  /**
   * These assets were activated, deactivated, accepted, revoked; without ids: anything about the subscription's licence or
   * its tags may have changed. Who may not have a licence loses it at once; who may gets it at once where there is no
   * limit, and with the next calculation, within a second, where there is one.
   */
  reassign(trx: Trx, assetIds?: readonly number[]): Promise<void>
  /** As `reassign`, for assets whose tags changed. Costs one look where no tag decides about the licence. */
  tagsChanged(trx: Trx, assetIds?: readonly number[]): Promise<void>
  /** Whether one of these decides about the licence: such a tag is not deleted. */
  usesTag(trx: Trx, tagIds: readonly number[]): Promise<boolean>
}

// More are left to the calculation: the transaction of whoever changed them is not made to wait.
const MOST_AT_ONCE = 5000

/** Whether every activated asset has a licence: no limit, and no tags that decide. */
export async function licensesEveryone(trx: Trx, nowMs: number): Promise<boolean> {
  const licence = await readLicence(trx)
  return !licence.namesTags && licenceLimit(licence, nowMs) === null
}

/** See {@link LicencePort.reassign}. */
export async function reassignLicences(trx: Trx, nowMs: number, assetIds?: readonly number[]): Promise<void> {
  if (assetIds === undefined || assetIds.length > MOST_AT_ONCE) return licenceStore.noteChange(trx)
  if (assetIds.length === 0) return
  const licence = await readLicence(trx)
  const limit = licenceLimit(licence, nowMs)
  const wants = wantsLicence(licence.namesTags ? await readDecidingTags(trx) : noDecidingTags)
  const wanted = limit === null ? wants : limit === 0 ? sql`false` : sql`(a.licensed and ${wants})`
  const { rows } = await sql<{ licensed: boolean }>`
    with due as (
      select a.asset_id, ${wanted} as licensed from asset a join agent_line l on l.asset_id = a.asset_id
       where a.asset_id = any(${[...assetIds]}::bigint[]) order by a.asset_id for update of a
    )
    update asset set licensed = due.licensed
      from due where due.asset_id = asset.asset_id and asset.licensed <> due.licensed
    returning asset.licensed`.execute(trx)
  // Who lost one may have tasks: the calculation that follows lets them be cancelled.
  const lost = rows.some(row => !row.licensed)
  if (lost || (limit !== null && limit > 0)) await licenceStore.noteChange(trx)
}

export function createLicencePort(clock: { nowMs(): number }): LicencePort {
  const reassign: LicencePort['reassign'] = (trx, assetIds) => reassignLicences(trx, clock.nowMs(), assetIds)
  return {
    reassign,
    async tagsChanged(trx, assetIds) {
      const { rows } = await sql<{ any: boolean }>`select exists (select 1 from licence_tag) as any`.execute(trx)
      if (rows[0]?.any === true) await reassign(trx, assetIds)
    },
    async usesTag(trx, tagIds) {
      const { rows } = await sql<{ any: boolean }>`
        select exists (select 1 from licence_tag g where g.tag_id = any(${[...tagIds]}::int[])) as any`.execute(trx)
      return rows[0]?.any === true
    },
  }
}

/** What the licence counts as; for the length of the transaction nobody gains or loses one. Several may hold it. */
export async function holdLicence(trx: Trx, nowMs: number): Promise<LicenceKind> {
  await lockWithOthers(trx, 'licences')
  return effectiveLicence(await readLicence(trx), nowMs)
}
