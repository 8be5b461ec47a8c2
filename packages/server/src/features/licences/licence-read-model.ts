import type { Licence, LicenceKind } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

export interface LicenceRow extends Licence {
  readonly subscriptionId: number
  readonly publicId: string
  /** What the last chore acted on; null: none did yet. */
  readonly applied: LicenceKind | null
  readonly calculatedAt: Date | null
  readonly wanted: number
  /** Whether tags decide who gets one. */
  readonly namesTags: boolean
}

const columns = [
  'id',
  'public_id',
  'licence_kind',
  'licence_limit',
  'licence_end',
  'licence_applied',
  'licence_calculated_at',
  'licence_wanted',
] as const

/** Of the subscription behind whose wall the transaction stands. */
export async function readLicence(trx: Trx): Promise<LicenceRow> {
  const row = await trx
    .selectFrom('subscription')
    .select(columns)
    .select(sql<boolean>`exists (select 1 from licence_tag)`.as('names_tags'))
    .where('id', '=', sql<number>`app_subscription()`)
    .executeTakeFirstOrThrow()
  return {
    subscriptionId: row.id,
    publicId: row.public_id,
    kind: row.licence_kind as LicenceKind,
    limit: row.licence_limit,
    endAt: row.licence_end,
    applied: row.licence_applied as LicenceKind | null,
    calculatedAt: row.licence_calculated_at,
    wanted: row.licence_wanted,
    namesTags: row.names_tags,
  }
}

/**
 * Outside of every subscription's wall: ids of those that have changes, or whose licence counts as something else than the last
 * chore acted on. The rule of `effectiveLicence` (domain), asked of the tables.
 */
export async function listDueSubscriptions(trx: Trx, now: Date): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select s.id from subscription s
     where exists (select 1 from licence_change c where c.subscription_id = s.id)
        or s.licence_applied is distinct from (case when s.licence_end <= ${now} then 'free' else s.licence_kind end)
     order by s.id`.execute(trx)
  return rows.map(row => row.id)
}
