import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

// Two transactions that do not see each other must not decide about the same tag of the same asset: one stores a rule and asks
// it of all assets, the other changes an asset and asks all rules of it. Whoever changes tags or rules holds this lock alone,
// whoever changes assets holds it with others, and takes it before any row of `asset`: rules write rows of `asset` as well.
// Statements begun behind the lock see what its last holder committed (read committed).
const CLASS = 0x746167

// Nothing here rolls back to a savepoint, so a lock once taken is held to the end.
const sharing = new WeakSet<Trx>()

/** Until the transaction ends: no rule changes meanwhile. */
export async function shareTags(trx: Trx): Promise<void> {
  if (sharing.has(trx)) return
  sharing.add(trx)
  await sql`select pg_advisory_xact_lock_shared(${sql.lit(CLASS)}, app_subscription())`.execute(trx)
}

/** Until the transaction ends: nobody else changes tags, rules or what rules follow. */
export async function lockTags(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(CLASS)}, app_subscription())`.execute(trx)
}
