import type { Trx } from '../../database/database.ts'

export interface SubscriptionRecord {
  readonly id: number
  readonly publicId: string
  readonly name: string
  readonly suspendedAt: Date | null
}

/** Writes of subscriptions, by operators; the table stands outside the wall. Licences are the licence feature's. */
export const subscriptionStore = {
  /** New ones are Full and unlimited until the operator says otherwise (decisions.md §5.1). Returns its number. */
  async insert(trx: Trx, subscription: { publicId: string; name: string; now: Date }): Promise<number> {
    const row = await trx
      .insertInto('subscription')
      .values({
        public_id: subscription.publicId,
        name: subscription.name,
        licence_kind: 'full',
        created_at: subscription.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  async lock(trx: Trx, publicId: string): Promise<SubscriptionRecord | null> {
    const row = await trx
      .selectFrom('subscription')
      .select(['id', 'public_id', 'name', 'suspended_at'])
      .where('public_id', '=', publicId)
      .forUpdate()
      .executeTakeFirst()
    return row === undefined
      ? null
      : { id: row.id, publicId: row.public_id, name: row.name, suspendedAt: row.suspended_at }
  },

  async rename(trx: Trx, id: number, name: string): Promise<void> {
    await trx.updateTable('subscription').set({ name }).where('id', '=', id).execute()
  },

  /** null: it goes on. */
  async setSuspended(trx: Trx, id: number, at: Date | null): Promise<void> {
    await trx.updateTable('subscription').set({ suspended_at: at }).where('id', '=', id).execute()
  },

  /** The folded names are few and nobody locks them: two operators at once may both succeed. */
  async isNameTaken(trx: Trx, name: string, exceptId: number | null): Promise<boolean> {
    const rows = await trx.selectFrom('subscription').select(['id', 'name']).execute()
    const folded = name.toLowerCase()
    return rows.some(row => row.id !== exceptId && row.name.toLowerCase() === folded)
  },
}
