import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

const CLASS = 0x70656f

/** Until the transaction ends nobody else changes people of this subscription: one administrator remains, names stay apart. */
export async function lockPeople(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(CLASS)}, app_subscription())`.execute(trx)
}
