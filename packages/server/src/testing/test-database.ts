import { CompiledQuery } from 'kysely'
import pg from 'pg'
import type { Clock, Random } from '@patchyard/domain'
import { inject } from 'vitest'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { connectDatabase } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { createPool, type PoolTarget } from '../database/pool.ts'
import { ensureDatabase } from '../database/prepare/prepare-database.ts'
import './provided.ts'

/** A fresh, migrated database of its own. `await using db = await testDatabase()` drops it at the end of the scope. */
export interface TestDatabase extends AsyncDisposable {
  /** As the server sees it: the app role, behind the wall. */
  readonly database: Database
  /** Runs one SQL text as the owner, outside the wall: for arranging and for looking behind it. */
  owner<Row extends pg.QueryResultRow = Record<string, unknown>>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<Row[]>
  /** Runs one statement of others as the app role, behind the wall of a subscription. Values as the server reads them. */
  inSubscription<Row>(subscriptionId: number, statement: string, values: readonly unknown[]): Promise<readonly Row[]>
  /** For connections of one's own: a second server process, a benchmark, a statement that must not share the pool. */
  readonly appTarget: PoolTarget
  readonly ownerTarget: PoolTarget
}

/** Call it in `beforeAll` for one per test file (about 60 ms), or in a test. Leaving connections open makes the drop fail. */
export async function testDatabase(
  options: { clock?: Clock; random?: Random /** No tables, for tests of migrations. */; empty?: true } = {},
): Promise<TestDatabase> {
  const { admin, template, app, leakproof } = inject('patchyardDatabase')
  const name = `test_${systemRandom.uuid().replaceAll('-', '')}`
  const ownerTarget = { ...admin, database: name }
  const appTarget = { ...app, database: name }
  await ensureDatabase(ownerTarget, options.empty === true ? undefined : template)
  const ownerPool = createPool(ownerTarget, { max: 2 })
  await ownerPool.query(`grant connect on database ${pg.escapeIdentifier(name)} to ${pg.escapeIdentifier(app.user)}`)
  const database = connectDatabase({
    target: appTarget,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    leakproof,
  })
  return {
    database,
    async owner<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) {
      return (await ownerPool.query<Row>(sql, [...values])).rows
    },
    async inSubscription<Row>(subscriptionId: number, statement: string, values: readonly unknown[]) {
      const compiled = CompiledQuery.raw(statement, [...values])
      return (await database.inSubscription(subscriptionId, trx => trx.executeQuery(compiled))).rows as Row[]
    },
    appTarget,
    ownerTarget,
    async [Symbol.asyncDispose]() {
      await database.close()
      await ownerPool.end()
      const client = new pg.Client(admin)
      await client.connect()
      // Not FORCE: a connection that a test left open is a leak, and this says so.
      await client.query(`drop database ${pg.escapeIdentifier(name)}`)
      await client.end()
    },
  }
}
