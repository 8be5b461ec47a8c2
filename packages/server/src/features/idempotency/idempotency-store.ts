import type { Trx } from '../../database/database.ts'

export interface RequestName {
  readonly subscriptionId: number
  readonly personId: number
  readonly keyHash: Uint8Array
}

export interface KnownRequest {
  readonly digest: Uint8Array
  /** null: it has begun, and nobody knows its end. */
  readonly answer: Uint8Array | null
}

const named = (name: RequestName) =>
  ({
    subscription_id: name.subscriptionId,
    person_id: name.personId,
    key_hash: Buffer.from(name.keyHash),
  }) as const

export const idempotencyStore = {
  /** null: the name was free and is now taken by this request. Of several at once one gets it, the others wait and see it. */
  async claim(
    trx: Trx,
    name: RequestName,
    request: { readonly digest: Uint8Array; readonly now: Date; readonly expiresAt: Date },
  ): Promise<KnownRequest | null> {
    const { subscription_id, person_id, key_hash } = named(name)
    await trx
      .deleteFrom('idempotency_key')
      .where('subscription_id', '=', subscription_id)
      .where('person_id', '=', person_id)
      .where('key_hash', '=', key_hash)
      .where('expires_at', '<=', request.now)
      .execute()
    const made = await trx
      .insertInto('idempotency_key')
      .values({
        ...named(name),
        digest: Buffer.from(request.digest),
        begun_at: request.now,
        expires_at: request.expiresAt,
      })
      .onConflict(conflict => conflict.doNothing())
      .returning('key_hash')
      .executeTakeFirst()
    if (made !== undefined) return null
    return trx
      .selectFrom('idempotency_key')
      .select(['digest', 'answer'])
      .where('subscription_id', '=', subscription_id)
      .where('person_id', '=', person_id)
      .where('key_hash', '=', key_hash)
      .executeTakeFirstOrThrow()
  },

  async finish(trx: Trx, name: RequestName, answer: Uint8Array): Promise<void> {
    const { subscription_id, person_id, key_hash } = named(name)
    await trx
      .updateTable('idempotency_key')
      .set({ answer: Buffer.from(answer) })
      .where('subscription_id', '=', subscription_id)
      .where('person_id', '=', person_id)
      .where('key_hash', '=', key_hash)
      .execute()
  },

  /** The request was refused and did nothing: its name is free again. */
  async release(trx: Trx, name: RequestName): Promise<void> {
    const { subscription_id, person_id, key_hash } = named(name)
    await trx
      .deleteFrom('idempotency_key')
      .where('subscription_id', '=', subscription_id)
      .where('person_id', '=', person_id)
      .where('key_hash', '=', key_hash)
      .where('answer', 'is', null)
      .execute()
  },

  async forget(trx: Trx, subscriptionId: number, now: Date): Promise<void> {
    await trx
      .deleteFrom('idempotency_key')
      .where('subscription_id', '=', subscriptionId)
      .where('expires_at', '<=', now)
      .execute()
  },
}
