import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { lockAlone, lockWithOthers } from '../../database/subscription-lock.ts'

// Two transactions that do not see each other must not decide about the same tag of the same asset: one stores a rule and asks
// it of all assets, the other changes an asset and asks all rules of it. Whoever changes tags or rules holds this lock alone,
// whoever changes assets holds it with others, and takes it before any row of `asset`: rules write rows of `asset` as well.
// Statements begun behind the lock see what its last holder committed (read committed).

// Nothing here rolls back to a savepoint, so a lock once taken is held to the end.
const sharing = new WeakSet<Trx>()

/** Until the transaction ends: no rule changes meanwhile. */
export async function shareTags(trx: Trx): Promise<void> {
  if (sharing.has(trx)) return
  sharing.add(trx)
  await lockWithOthers(trx, 'tags')
}

/** Rows of `asset` behind the tags' lock, in the order of their ids, as everybody who takes several. */
export async function lockAssets(trx: Trx, assetIds: readonly number[]): Promise<void> {
  await sql`
    select 1 from asset a where a.asset_id = any(${[...assetIds]}::bigint[]) order by a.asset_id for no key update`.execute(
    trx,
  )
}

/** Until the transaction ends: nobody else changes tags, rules or what rules follow. */
export async function lockTags(trx: Trx): Promise<void> {
  await lockAlone(trx, 'tags')
}
