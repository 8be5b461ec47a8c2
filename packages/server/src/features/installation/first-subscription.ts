import type { Clock, Random } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'

/** The first subscription of a fresh installation: Full, unlimited (decisions.md §5.1). Two starts at once make one. */
export async function ensureFirstSubscription(ports: {
  database: Database
  clock: Clock
  random: Random
}): Promise<void> {
  await ports.database.asOperator(async trx => {
    await sql`select pg_advisory_xact_lock(7203175)`.execute(trx)
    const known = await trx.selectFrom('subscription').select('id').limit(1).executeTakeFirst()
    if (known !== undefined) return
    await trx
      .insertInto('subscription')
      .values({
        public_id: ports.random.uuid(),
        name: 'Default',
        licence_kind: 'full',
        created_at: new Date(ports.clock.nowMs()),
      })
      .execute()
  })
}

export async function listSubscriptionIds(database: Database): Promise<readonly number[]> {
  const rows = await database.asOperator(trx => trx.selectFrom('subscription').select('id').orderBy('id').execute())
  return rows.map(row => row.id)
}
