import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** Whose account a subject of an issuer is. Behind the wall. */
export const linkStore = {
  async findPersonId(trx: Trx, issuer: string, subject: string): Promise<number | null> {
    const row = await trx
      .selectFrom('identity_link')
      .select('person_id')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst()
    return row?.person_id ?? null
  },

  /** false when the subject has an account already. */
  async insert(
    trx: Trx,
    link: {
      publicId: string
      subscriptionId: number
      issuer: string
      subject: string
      personId: number
      now: Date
      usedAt: Date | null
    },
  ): Promise<boolean> {
    const row = await trx
      .insertInto('identity_link')
      .values({
        public_id: link.publicId,
        subscription_id: link.subscriptionId,
        issuer: link.issuer,
        subject: link.subject,
        person_id: link.personId,
        created_at: link.now,
        used_at: link.usedAt,
      })
      .onConflict(on => on.columns(['subscription_id', 'issuer', 'subject']).doNothing())
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  },

  async used(trx: Trx, issuer: string, subject: string, now: Date): Promise<void> {
    await trx
      .updateTable('identity_link')
      .set({ used_at: now })
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .execute()
  },

  /** The enabled provider that the person signed in at last; null for who never did. */
  async newestProvider(trx: Trx, personId: number): Promise<string | null> {
    const row = await trx
      .selectFrom('identity_link')
      .innerJoin('identity_provider', 'identity_provider.issuer', 'identity_link.issuer')
      .select('identity_provider.public_id')
      .where('identity_link.person_id', '=', personId)
      .where('identity_provider.enabled', '=', true)
      .orderBy(sql`identity_link.used_at desc nulls last`)
      .limit(1)
      .executeTakeFirst()
    return row?.public_id ?? null
  },

  async remove(trx: Trx, publicId: string): Promise<{ issuer: string; subject: string; personId: number } | null> {
    const row = await trx
      .deleteFrom('identity_link')
      .where('public_id', '=', publicId)
      .returning(['issuer', 'subject', 'person_id'])
      .executeTakeFirst()
    return row === undefined ? null : { issuer: row.issuer, subject: row.subject, personId: row.person_id }
  },
}
