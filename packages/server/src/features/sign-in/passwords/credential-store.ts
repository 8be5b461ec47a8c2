import type { Trx } from '../../../database/database.ts'
import type { PersonRecord } from '../sign-in-people.ts'

/** The password of a person, and the person by number. */
export const credentialStore = {
  async findPerson(trx: Trx, personId: number): Promise<PersonRecord | null> {
    const row = await trx
      .selectFrom('person')
      .select([
        'id',
        'public_id',
        'email',
        'name',
        'password_hash',
        'home_subscription_id',
        'start_subscription_id',
        'disabled_at',
      ])
      .where('id', '=', personId)
      .executeTakeFirst()
    if (row === undefined) return null
    return {
      id: row.id,
      publicId: row.public_id,
      email: row.email,
      name: row.name,
      passwordHash: row.password_hash,
      homeSubscriptionId: row.home_subscription_id,
      startSubscriptionId: row.start_subscription_id ?? row.home_subscription_id,
      disabledAt: row.disabled_at,
    }
  },

  async setPassword(trx: Trx, personId: number, passwordHash: string): Promise<void> {
    await trx.updateTable('person').set({ password_hash: passwordHash }).where('id', '=', personId).execute()
  },

  /** Only if nobody changed it since it was read: a hash made anew must not undo a new password. */
  async rehashPassword(trx: Trx, personId: number, from: string, to: string): Promise<void> {
    await trx
      .updateTable('person')
      .set({ password_hash: to })
      .where('id', '=', personId)
      .where('password_hash', '=', from)
      .execute()
  },
}
