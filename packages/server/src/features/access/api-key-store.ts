import type { Role } from '@patchyard/domain'
import type { Trx } from '../../database/database.ts'

export interface ApiKeyRecord {
  readonly id: number
  readonly publicId: string
  readonly personId: number
  readonly ownerEmail: string
  readonly title: string
  readonly role: Role
  readonly createdAt: Date
  readonly usedAt: Date | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly leakedAt: Date | null
}

const columns = [
  'api_key.id',
  'api_key.public_id',
  'api_key.person_id',
  'person.email',
  'api_key.title',
  'api_key.role',
  'api_key.created_at',
  'api_key.used_at',
  'api_key.expires_at',
  'api_key.revoked_at',
  'api_key.leaked_at',
] as const

/** API keys: `api_key` stands behind the wall, `api_key_token` finds the wall for a presented key. */
export const apiKeyStore = {
  async insert(
    trx: Trx,
    key: {
      subscriptionId: number
      publicId: string
      personId: number
      title: string
      role: Role
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

  /** The key, its owner and the owner's role today: a key never exceeds its maker at the moment of use. */
  async findSpeaker(
    trx: Trx,
    apiKeyId: number,
  ): Promise<{ key: ApiKeyRecord; ownerRole: Role | null; ownerPublicId: string; ownerDisabled: boolean } | null> {
    const row = await trx
      .selectFrom('api_key')
      .innerJoin('person', 'person.id', 'api_key.person_id')
      .leftJoin('membership', join =>
        join
          .onRef('membership.person_id', '=', 'api_key.person_id')
          .onRef('membership.subscription_id', '=', 'api_key.subscription_id'),
      )
      .select([
        ...columns,
        'membership.role as owner_role',
        'person.public_id as owner_public_id',
        'person.disabled_at',
      ])
      .where('api_key.id', '=', apiKeyId)
      .executeTakeFirst()
    if (row === undefined) return null
    return {
      key: recordOf(row),
      ownerRole: row.owner_role as Role | null,
      ownerPublicId: row.owner_public_id,
      ownerDisabled: row.disabled_at !== null,
    }
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

  async revoke(trx: Trx, publicId: string, ownerId: number | null, now: Date): Promise<ApiKeyRecord | null> {
    let update = trx.updateTable('api_key').set({ revoked_at: now }).where('public_id', '=', publicId)
    if (ownerId !== null) update = update.where('person_id', '=', ownerId)
    const done = await update.where('revoked_at', 'is', null).returning('id').executeTakeFirst()
    const found = await trx
      .selectFrom('api_key')
      .innerJoin('person', 'person.id', 'api_key.person_id')
      .select(columns)
      .where('api_key.public_id', '=', publicId)
      .$if(ownerId !== null, q => q.where('api_key.person_id', '=', ownerId ?? 0))
      .executeTakeFirst()
    if (done !== undefined) {
      await trx.deleteFrom('api_key_token').where('api_key_id', '=', done.id).execute()
    }
    return found === undefined ? null : recordOf(found)
  },

  /** Newest first, after the id of the last row of the page before. `ownerId` null: of everybody. */
}

export interface ApiKeyRow {
  id: number
  public_id: string
  person_id: number
  email: string
  title: string
  role: string
  created_at: Date
  used_at: Date | null
  expires_at: Date | null
  revoked_at: Date | null
  leaked_at: Date | null
}

export function recordOf(row: ApiKeyRow): ApiKeyRecord {
  return {
    id: row.id,
    publicId: row.public_id,
    personId: row.person_id,
    ownerEmail: row.email,
    title: row.title,
    role: row.role as Role,
    createdAt: row.created_at,
    usedAt: row.used_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    leakedAt: row.leaked_at,
  }
}
