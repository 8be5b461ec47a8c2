import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { BELL_CHANNEL } from '../../storage/bell-channel.ts'

/** No process sends as this, so every process rings its own. */
const SENDER = 'profiles'

/**
 * A profile of a large fleet must not bring all of it to the door at once: each would cost a signature. So many are
 * woken, the others hear of it at their next check-in, which their own jitter spreads over the interval.
 */
export const RUNG_AT_ONCE = 500

/** Heard when the transaction commits. */
export async function ringSome(trx: Trx, assetIds: readonly number[]): Promise<void> {
  const rung = assetIds.slice(0, RUNG_AT_ONCE).join(',')
  await sql`select pg_notify(${BELL_CHANNEL}, ${`${SENDER} `}::text || app_subscription() || ${` ${rung}`}::text)`.execute(
    trx,
  )
}
