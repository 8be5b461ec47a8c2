import type { Trx } from '../../../database/database.ts'

export interface PasskeyRecord {
  readonly id: number
  readonly publicId: string
  readonly personId: number
  readonly title: string
  readonly credentialId: Buffer
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
  readonly synced: boolean
  readonly createdAt: Date
  readonly usedAt: Date | null
}

const columns = [
  'id',
  'public_id',
  'person_id',
  'title',
  'credential_id',
  'public_key',
  'counter',
  'transports',
  'synced',
  'created_at',
  'used_at',
] as const

/** Passkeys of people and the challenges that are out. */
export const passkeyStore = {
  async listOf(trx: Trx, personId: number): Promise<PasskeyRecord[]> {
    const rows = await trx
      .selectFrom('passkey')
      .select(columns)
      .where('person_id', '=', personId)
      .orderBy('id')
      .execute()
    return rows.map(recordOf)
  },

  async findByCredential(trx: Trx, credentialId: Buffer): Promise<PasskeyRecord | null> {
    const row = await trx
      .selectFrom('passkey')
      .select(columns)
      .where('credential_id', '=', credentialId)
      .executeTakeFirst()
    return row === undefined ? null : recordOf(row)
  },

  /** null when the credential is somebody's already. */
  async insert(
    trx: Trx,
    passkey: Omit<PasskeyRecord, 'id' | 'createdAt' | 'usedAt'> & { now: Date },
  ): Promise<PasskeyRecord | null> {
    const row = await trx
      .insertInto('passkey')
      .values({
        public_id: passkey.publicId,
        person_id: passkey.personId,
        title: passkey.title,
        credential_id: passkey.credentialId,
        public_key: passkey.publicKey,
        counter: passkey.counter,
        transports: [...passkey.transports],
        synced: passkey.synced,
        created_at: passkey.now,
      })
      .onConflict(on => on.column('credential_id').doNothing())
      .returning(columns)
      .executeTakeFirst()
    return row === undefined ? null : recordOf(row)
  },

  /** false when another use of the same passkey came between: a counter that does not rise is a copy (WebAuthn §6.1.1). */
  async used(trx: Trx, passkey: PasskeyRecord, counter: number, now: Date): Promise<boolean> {
    const row = await trx
      .updateTable('passkey')
      .set({ counter, used_at: now })
      .where('id', '=', passkey.id)
      .where(eb => eb.or([eb('counter', '<', counter), eb.and([eb('counter', '=', 0), eb(eb.val(counter), '=', 0)])]))
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  },

  async rename(trx: Trx, personId: number, publicId: string, title: string): Promise<PasskeyRecord | null> {
    const row = await trx
      .updateTable('passkey')
      .set({ title })
      .where('public_id', '=', publicId)
      .where('person_id', '=', personId)
      .returning(columns)
      .executeTakeFirst()
    return row === undefined ? null : recordOf(row)
  },

  async remove(trx: Trx, personId: number, publicId: string): Promise<PasskeyRecord | null> {
    const row = await trx
      .deleteFrom('passkey')
      .where('public_id', '=', publicId)
      .where('person_id', '=', personId)
      .returning(columns)
      .executeTakeFirst()
    return row === undefined ? null : recordOf(row)
  },

  async removeAll(trx: Trx, personId: number): Promise<number> {
    const rows = await trx.deleteFrom('passkey').where('person_id', '=', personId).returning('id').execute()
    return rows.length
  },

  async keepChallenge(
    trx: Trx,
    challenge: { hash: Buffer; purpose: string; boundTo: Buffer; now: Date; expiresAt: Date },
  ): Promise<void> {
    await trx.deleteFrom('passkey_challenge').where('expires_at', '<=', challenge.now).execute()
    await trx
      .insertInto('passkey_challenge')
      .values({
        challenge_hash: challenge.hash,
        purpose: challenge.purpose,
        bound_to: challenge.boundTo,
        expires_at: challenge.expiresAt,
      })
      .execute()
  },

  /** true exactly once, for a challenge that was given out for this. */
  async takeChallenge(
    trx: Trx,
    challenge: { hash: Buffer; purpose: string; boundTo: Buffer; now: Date },
  ): Promise<boolean> {
    const row = await trx
      .deleteFrom('passkey_challenge')
      .where('challenge_hash', '=', challenge.hash)
      .where('purpose', '=', challenge.purpose)
      .where('bound_to', '=', challenge.boundTo)
      .where('expires_at', '>', challenge.now)
      .returning('purpose')
      .executeTakeFirst()
    return row !== undefined
  },
}

function recordOf(row: {
  id: number
  public_id: string
  person_id: number
  title: string
  credential_id: Buffer
  public_key: Buffer
  counter: number
  transports: string[]
  synced: boolean
  created_at: Date
  used_at: Date | null
}): PasskeyRecord {
  return {
    id: row.id,
    publicId: row.public_id,
    personId: row.person_id,
    title: row.title,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: row.transports,
    synced: row.synced,
    createdAt: row.created_at,
    usedAt: row.used_at,
  }
}
