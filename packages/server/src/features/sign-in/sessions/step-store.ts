import type { Trx } from '../../../database/database.ts'
import type { SignInWay } from './session-store.ts'

export interface SignInStep {
  readonly personId: number
  readonly subscriptionId: number
  readonly way: SignInWay
}

/** Answers that one step takes before it ends. */
const TRIES = 5

/** Sign-ins that wait for their second factor. */
export const stepStore = {
  async insert(trx: Trx, step: SignInStep & { tokenHash: Uint8Array; expiresAt: Date }): Promise<void> {
    await trx
      .insertInto('sign_in_step')
      .values({
        token_hash: Buffer.from(step.tokenHash),
        person_id: step.personId,
        subscription_id: step.subscriptionId,
        way: step.way,
        expires_at: step.expiresAt,
      })
      .execute()
  },

  /** Looks without counting. */
  async find(trx: Trx, tokenHash: Uint8Array, now: Date): Promise<SignInStep | null> {
    const row = await trx
      .selectFrom('sign_in_step')
      .select(['person_id', 'subscription_id', 'way'])
      .where('token_hash', '=', Buffer.from(tokenHash))
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return row === undefined ? null : stepOf(row)
  },

  /** Counts an answer; null when the step is over, was answered too often, or never was. */
  async count(trx: Trx, tokenHash: Uint8Array, now: Date): Promise<SignInStep | null> {
    const row = await trx
      .updateTable('sign_in_step')
      .set(eb => ({ tries: eb('tries', '+', 1) }))
      .where('token_hash', '=', Buffer.from(tokenHash))
      .where('expires_at', '>', now)
      .where('tries', '<', TRIES)
      .returning(['person_id', 'subscription_id', 'way'])
      .executeTakeFirst()
    return row === undefined ? null : stepOf(row)
  },

  /** true exactly once: a step gives one session. */
  async finish(trx: Trx, tokenHash: Uint8Array): Promise<boolean> {
    const row = await trx
      .deleteFrom('sign_in_step')
      .where('token_hash', '=', Buffer.from(tokenHash))
      .returning('person_id')
      .executeTakeFirst()
    return row !== undefined
  },

  async endAll(trx: Trx, personId: number): Promise<void> {
    await trx.deleteFrom('sign_in_step').where('person_id', '=', personId).execute()
  },

  async deleteExpired(trx: Trx, now: Date): Promise<void> {
    await trx.deleteFrom('sign_in_step').where('expires_at', '<=', now).execute()
  },
}

const stepOf = (row: { person_id: number; subscription_id: number; way: string }): SignInStep => ({
  personId: row.person_id,
  subscriptionId: row.subscription_id,
  way: row.way as SignInWay,
})
