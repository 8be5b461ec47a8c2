import type { Trx } from '../../../database/database.ts'

/** How a session began. */
export type SignInWay = 'password' | 'passkey' | 'identityProvider'

/** Sessions of browsers: outside the wall, for a request's subscription is found by them. */
export const sessionStore = {
  async insert(
    trx: Trx,
    session: {
      tokenHash: Uint8Array
      publicId: string
      personId: number
      subscriptionId: number
      way: SignInWay
      address: string
      agent: string
      now: Date
      expiresAt: Date
    },
  ): Promise<void> {
    await trx
      .insertInto('session')
      .values({
        token_hash: Buffer.from(session.tokenHash),
        public_id: session.publicId,
        person_id: session.personId,
        subscription_id: session.subscriptionId,
        way: session.way,
        address: session.address,
        agent: session.agent,
        created_at: session.now,
        proven_at: session.now,
        seen_at: session.now,
        expires_at: session.expiresAt,
      })
      .execute()
  },

  async touch(trx: Trx, tokenHash: Uint8Array, now: Date): Promise<void> {
    await trx.updateTable('session').set({ seen_at: now }).where('token_hash', '=', Buffer.from(tokenHash)).execute()
  },

  async wayOf(trx: Trx, publicId: string): Promise<SignInWay | null> {
    const row = await trx.selectFrom('session').select('way').where('public_id', '=', publicId).executeTakeFirst()
    return (row?.way as SignInWay | undefined) ?? null
  },

  async personOf(trx: Trx, publicId: string): Promise<number | null> {
    const row = await trx.selectFrom('session').select('person_id').where('public_id', '=', publicId).executeTakeFirst()
    return row?.person_id ?? null
  },

  async prove(trx: Trx, publicId: string, now: Date): Promise<void> {
    await trx.updateTable('session').set({ proven_at: now }).where('public_id', '=', publicId).execute()
  },

  /** The person whose session it was; null when there was none. */
  async end(
    trx: Trx,
    tokenHash: Uint8Array,
  ): Promise<{ publicId: string; personPublicId: string; subscriptionId: number } | null> {
    const row = await trx
      .deleteFrom('session')
      .using('person')
      .whereRef('person.id', '=', 'session.person_id')
      .where('session.token_hash', '=', Buffer.from(tokenHash))
      .returning(['session.public_id as session_id', 'person.public_id', 'session.subscription_id'])
      .executeTakeFirst()
    return row === undefined
      ? null
      : { publicId: row.session_id, personPublicId: row.public_id, subscriptionId: row.subscription_id }
  },

  /** The session goes on in another subscription, and the next sign-in begins there. Whoever calls knows that the person is its member. */
  async move(trx: Trx, session: { publicId: string; personId: number; subscriptionId: number }): Promise<void> {
    await trx
      .updateTable('session')
      .set({ subscription_id: session.subscriptionId })
      .where('public_id', '=', session.publicId)
      .where('person_id', '=', session.personId)
      .execute()
    await trx
      .updateTable('person')
      .set({ start_subscription_id: session.subscriptionId })
      .where('id', '=', session.personId)
      .execute()
  },

  /** One session of a person by its public id; false when the person has no such session. */
  async endOne(trx: Trx, personId: number, publicId: string): Promise<boolean> {
    const row = await trx
      .deleteFrom('session')
      .where('person_id', '=', personId)
      .where('public_id', '=', publicId)
      .returning('public_id')
      .executeTakeFirst()
    return row !== undefined
  },

  /** All sessions of a person, but for one. How many ended. */
  async endAll(trx: Trx, personId: number, exceptPublicId: string | null): Promise<number> {
    const rows = await trx
      .deleteFrom('session')
      .where('person_id', '=', personId)
      .$if(exceptPublicId !== null, q => q.where('public_id', '!=', exceptPublicId ?? ''))
      .returning('public_id')
      .execute()
    return rows.length
  },

  /** All sessions of a person in one subscription; who belongs to others stays signed in there. How many ended. */
  async endIn(trx: Trx, personId: number, subscriptionId: number): Promise<number> {
    const rows = await trx
      .deleteFrom('session')
      .where('person_id', '=', personId)
      .where('subscription_id', '=', subscriptionId)
      .returning('public_id')
      .execute()
    return rows.length
  },

  async deleteExpired(trx: Trx, now: Date): Promise<void> {
    await trx.deleteFrom('session').where('expires_at', '<=', now).execute()
  },
}
