import type { Database } from '../../database/database.ts'

/** Twice the life of a server nonce (protocol §6.1): afterwards its own time refuses it. */
const KEPT_MS = 20 * 60 * 1000

/** Used nonces that could not be used again anyway. A chore, not part of enrolment: enrolments would wait for each other. */
export async function forgetUsedNonces(database: Database, nowMs: number): Promise<void> {
  await database.asOperator(trx =>
    trx
      .deleteFrom('used_nonce')
      .where('used_at', '<', new Date(nowMs - KEPT_MS))
      .execute(),
  )
}
