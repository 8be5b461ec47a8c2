import type { Trx } from '../../../database/database.ts'

export interface IdentityRequest {
  readonly providerId: string
  readonly subscriptionId: number
  /** Public id of the session that is to be proven; null: a sign-in. */
  readonly sessionId: string | null
}

/** Sign-ins under way at identity providers. */
export const requestStore = {
  async insert(
    trx: Trx,
    request: IdentityRequest & { stateHash: Uint8Array; browserHash: Uint8Array; now: Date; expiresAt: Date },
  ): Promise<void> {
    await trx.deleteFrom('identity_request').where('expires_at', '<=', request.now).execute()
    await trx
      .insertInto('identity_request')
      .values({
        state_hash: Buffer.from(request.stateHash),
        browser_hash: Buffer.from(request.browserHash),
        provider_id: request.providerId,
        subscription_id: request.subscriptionId,
        session_id: request.sessionId,
        expires_at: request.expiresAt,
      })
      .execute()
  },

  /** Not null exactly once, and only in the browser that began it. */
  async take(trx: Trx, stateHash: Uint8Array, browserHash: Uint8Array, now: Date): Promise<IdentityRequest | null> {
    const row = await trx
      .deleteFrom('identity_request')
      .where('state_hash', '=', Buffer.from(stateHash))
      .where('browser_hash', '=', Buffer.from(browserHash))
      .where('expires_at', '>', now)
      .returning(['provider_id', 'subscription_id', 'session_id'])
      .executeTakeFirst()
    return row === undefined
      ? null
      : { providerId: row.provider_id, subscriptionId: row.subscription_id, sessionId: row.session_id }
  },
}
