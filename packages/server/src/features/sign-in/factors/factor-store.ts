import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

export interface TotpRecord {
  readonly secret: Uint8Array
  readonly confirmedAt: Date | null
}

/** Authenticator apps and recovery codes of people. */
export const factorStore = {
  async findTotp(trx: Trx, personId: number): Promise<TotpRecord | null> {
    const row = await trx
      .selectFrom('totp')
      .select(['secret', 'confirmed_at'])
      .where('person_id', '=', personId)
      .executeTakeFirst()
    return row === undefined ? null : { secret: row.secret, confirmedAt: row.confirmed_at }
  },

  /** Replaces one that was never confirmed; false when there is a confirmed one. */
  async beginTotp(trx: Trx, personId: number, secret: Buffer, now: Date): Promise<boolean> {
    const done = await trx
      .insertInto('totp')
      .values({ person_id: personId, secret, created_at: now })
      .onConflict(on =>
        on
          .column('person_id')
          .doUpdateSet({ secret, created_at: now, last_step: 0 })
          .where('totp.confirmed_at', 'is', null),
      )
      .returning('person_id')
      .executeTakeFirst()
    return done !== undefined
  },

  async confirmTotp(trx: Trx, personId: number, now: Date): Promise<void> {
    await trx.updateTable('totp').set({ confirmed_at: now }).where('person_id', '=', personId).execute()
  },

  /** true exactly once for a step: of a hundred requests with one code, one. An older step than the last used is none. */
  async useTotpStep(trx: Trx, personId: number, step: number): Promise<boolean> {
    const row = await trx
      .updateTable('totp')
      .set({ last_step: step })
      .where('person_id', '=', personId)
      .where('last_step', '<', step)
      .returning('person_id')
      .executeTakeFirst()
    return row !== undefined
  },

  async removeTotp(trx: Trx, personId: number): Promise<boolean> {
    const row = await trx.deleteFrom('totp').where('person_id', '=', personId).returning('person_id').executeTakeFirst()
    return row !== undefined
  },

  async replaceRecoveryCodes(trx: Trx, personId: number, hashes: readonly Buffer[]): Promise<void> {
    await trx.deleteFrom('recovery_code').where('person_id', '=', personId).execute()
    if (hashes.length === 0) return
    await trx
      .insertInto('recovery_code')
      .values(hashes.map(hash => ({ person_id: personId, code_hash: hash })))
      .execute()
  },

  async useRecoveryCode(trx: Trx, personId: number, hash: Buffer, now: Date): Promise<boolean> {
    const row = await trx
      .updateTable('recovery_code')
      .set({ used_at: now })
      .where('person_id', '=', personId)
      .where('code_hash', '=', hash)
      .where('used_at', 'is', null)
      .returning('person_id')
      .executeTakeFirst()
    return row !== undefined
  },

  async recoveryCodesLeft(trx: Trx, personId: number): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from recovery_code where person_id = ${personId} and used_at is null`.execute(trx)
    return rows[0]?.n ?? 0
  },
}
