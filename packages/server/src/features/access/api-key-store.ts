import type { Role } from '@patchyard/domain'
import type { Trx } from '../../database/database.ts'

/** API keys: `api_key` stands behind the wall, `api_key_token` finds the wall for a presented key. */
export const apiKeyStore = {
  async insert(
    trx: Trx,
    key: {
      subscriptionId: number
      publicId: string
      personId: number
      title: string
      role: Role | null
      permissions: readonly string[] | null
      prefix: string
      tokenHash: Uint8Array
      now: Date
      expiresAt: Date | null
    },
  ): Promise<void> {
    const row = await trx
      .insertInto('api_key')
      .values({
        public_id: key.publicId,
        subscription_id: key.subscriptionId,
        person_id: key.personId,
        title: key.title,
        role: key.role,
        permissions: key.permissions === null ? null : [...key.permissions],
        prefix: key.prefix,
        created_at: key.now,
        expires_at: key.expiresAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('api_key_token')
      .values({ token_hash: Buffer.from(key.tokenHash), subscription_id: key.subscriptionId, api_key_id: row.id })
      .execute()
  },

  /** Outside the wall. */
  async findToken(trx: Trx, tokenHash: Uint8Array): Promise<{ subscriptionId: number; apiKeyId: number } | null> {
    const row = await trx
      .selectFrom('api_key_token')
      .select(['subscription_id', 'api_key_id'])
      .where('token_hash', '=', Buffer.from(tokenHash))
      .executeTakeFirst()
    return row === undefined ? null : { subscriptionId: row.subscription_id, apiKeyId: row.api_key_id }
  },

  async touch(trx: Trx, apiKeyId: number, now: Date): Promise<void> {
    await trx.updateTable('api_key').set({ used_at: now }).where('id', '=', apiKeyId).execute()
  },

  /** The first time counts. Returns the public id. */
  async flagLeaked(trx: Trx, apiKeyId: number, now: Date): Promise<string | null> {
    await trx
      .updateTable('api_key')
      .set({ leaked_at: now })
      .where('id', '=', apiKeyId)
      .where('leaked_at', 'is', null)
      .execute()
    const row = await trx.selectFrom('api_key').select('public_id').where('id', '=', apiKeyId).executeTakeFirst()
    return row?.public_id ?? null
  },

  /** false when it was revoked before. */
  async revoke(trx: Trx, publicId: string, now: Date): Promise<boolean> {
    const done = await trx
      .updateTable('api_key')
      .set({ revoked_at: now })
      .where('public_id', '=', publicId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (done === undefined) return false
    await trx.deleteFrom('api_key_token').where('api_key_id', '=', done.id).execute()
    return true
  },
}
