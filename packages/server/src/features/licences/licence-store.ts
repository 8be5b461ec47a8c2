import type { Licence, LicenceKind } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

export interface LicenceTagRow {
  readonly id: number
  readonly publicId: string
  readonly name: string
  readonly side: 'include' | 'exclude'
}

/** Writes of licences: the subscription's licence columns, `licence_tag` and `licence_change`. */
export const licenceStore = {
  /** Until the transaction ends nobody else changes the subscription's row. */
  async lock(trx: Trx): Promise<void> {
    await sql`select 1 from subscription s where s.id = app_subscription() for update`.execute(trx)
  },

  async setLicence(trx: Trx, subscriptionId: number, licence: Licence): Promise<void> {
    await trx
      .updateTable('subscription')
      .set({ licence_kind: licence.kind, licence_limit: licence.limit, licence_end: licence.endAt })
      .where('id', '=', subscriptionId)
      .execute()
  },

  async setApplied(trx: Trx, kind: LicenceKind): Promise<void> {
    await trx
      .updateTable('subscription')
      .set({ licence_applied: kind })
      .where('id', '=', sql<number>`app_subscription()`)
      .execute()
  },

  async setCalculated(trx: Trx, wanted: number, at: Date): Promise<void> {
    await trx
      .updateTable('subscription')
      .set({ licence_wanted: wanted, licence_calculated_at: at })
      .where('id', '=', sql<number>`app_subscription()`)
      .execute()
  },

  async noteChange(trx: Trx): Promise<void> {
    await sql`insert into licence_change (subscription_id) values (app_subscription())`.execute(trx)
  },

  /** Forgets the changes that are committed by now: whoever calls it calculates next, and sees all that came with them. */
  async takeChanges(trx: Trx): Promise<void> {
    await sql`delete from licence_change where licence_change.subscription_id = app_subscription()`.execute(trx)
  },

  async hasChanges(trx: Trx): Promise<boolean> {
    const { rows } = await sql<{ dirty: boolean }>`
      select exists (select 1 from licence_change c where c.subscription_id = app_subscription()) as dirty`.execute(trx)
    return rows[0]?.dirty === true
  },

  async listTags(trx: Trx): Promise<readonly LicenceTagRow[]> {
    const { rows } = await sql<LicenceTagRow>`
      select t.id, t.public_id as "publicId", t.name, g.side
        from licence_tag g join tag t on t.id = g.tag_id order by t.name_folded, t.id`.execute(trx)
    return rows
  },

  async replaceTags(trx: Trx, side: 'include' | 'exclude', tagIds: readonly number[]): Promise<void> {
    await sql`delete from licence_tag where licence_tag.side = ${side}`.execute(trx)
    if (tagIds.length === 0) return
    await sql`
      insert into licence_tag (tag_id, subscription_id, side)
      select v.id, app_subscription(), ${side} from unnest(${[...tagIds]}::int[]) as v(id)`.execute(trx)
  },
}
