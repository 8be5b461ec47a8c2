import pg from 'pg'
import type { Readable } from 'node:stream'
import type { QueryCompleteRequest, QueryCompletion } from '@patchyard/api'
import type { Scope, SqlFragment } from '@patchyard/query'
import type { FastifyReply } from 'fastify'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { connectDatabase } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { type MigrationFile, readMigrations } from '../database/adapters/migration-files.ts'
import type { PoolTarget } from '../database/pool.ts'
import { ensureDatabase, prepareDatabase } from '../database/prepare/prepare-database.ts'
import { keepPastSums } from '../features/findings/past-sums-service.ts'
import { createCompleteService } from '../features/queries/complete-service.ts'
import { createValueKeeper } from '../features/queries/keep-values.ts'
import { assetList } from '../features/assets/assets-read-model.ts'
import type { Principal } from '../http/principal.ts'
import { createCsvService } from '../queries/csv-service.ts'
import { sqlOf } from '../queries/sql-of.ts'
import { startQuickPostgres } from './quick-postgres.ts'
import { testPrincipal } from './test-principal.ts'

/** The program's own PostgreSQL with its own settings, migrated, on a folder that outlives the process. */
export interface KeptDatabase extends AsyncDisposable {
  /** As the server sees it: the app role, behind the wall. */
  readonly database: Database
  readonly app: PoolTarget
  readonly owner: PoolTarget
  /** The postmaster. */
  readonly pid: number | null
  /** Runs statements of the query language as lists do: one transaction behind the wall. The rows of the last. */
  ask(subscriptionId: number, statements: readonly SqlFragment[]): Promise<readonly unknown[]>
  /** All assets as CSV, as the route writes it; nothing of it is kept. */
  exportAssets(subscriptionId: number): Promise<Readable>
  /** Reads the values that completion keeps, as the server's chore does in one turn; how many sets. */
  keepValues(subscriptionId: number): Promise<number>
  /** As when nobody had ever asked. */
  forgetKeptValues(subscriptionId: number): Promise<void>
  /** What completion is made of behind its route, with nothing remembered yet; somebody who may read everything asks. */
  completion(subscriptionId: number, scope: Scope): (request: QueryCompleteRequest) => Promise<QueryCompletion>
  /** The same data in a database of its own, for what changes it; it goes with the end of its scope. */
  copy(name: string): Promise<CopiedDatabase>
}

export type CopiedDatabase = AsyncDisposable &
  Pick<KeptDatabase, 'database' | 'app' | 'owner' | 'ask'> & {
    /** Sums up the past, as the server's chore does in as many turns as it takes. */
    sumPast(subscriptionId: number, nowMs: number): Promise<void>
  }

/** Makes the database in `dataDir` when there is none. */
export async function openKeptDatabase(dataDir: string, files?: readonly MigrationFile[]): Promise<KeptDatabase> {
  const postgres = await startQuickPostgres(dataDir)
  try {
    await ensureDatabase(postgres.owner)
    const migrations = files ?? (await readMigrations())
    const { leakproof } = await prepareDatabase({ owner: postgres.owner, app: postgres.app, migrations })
    const database = connectDatabase({ target: postgres.app, clock: systemClock, random: systemRandom, leakproof })
    const csv = createCsvService({ database, clock: systemClock })
    return {
      database,
      app: postgres.app,
      owner: postgres.owner,
      pid: postgres.pid,
      exportAssets: subscriptionId => csv.export(assetList, everythingOf(subscriptionId), {}, nowhere),
      forgetKeptValues: subscriptionId =>
        database.inSubscription(subscriptionId, async trx => void (await trx.deleteFrom('value_set').execute())),
      keepValues: createValueKeeper({ database, clock: systemClock }),
      completion(subscriptionId, scope) {
        const service = createCompleteService({ database, clock: systemClock })
        return request => service.complete({ ...everythingOf(subscriptionId), scope }, request)
      },
      async copy(name) {
        const owner = { ...postgres.owner, database: name }
        const admin = new pg.Client({ ...postgres.owner, database: 'postgres' })
        await admin.connect()
        await database.close()
        const drop = (): Promise<unknown> =>
          admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
        await drop()
        await admin.query(
          `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(postgres.owner.database ?? '')}`,
        )
        const app = { ...postgres.app, database: name }
        await admin.query(
          `grant connect on database ${pg.escapeIdentifier(name)} to ${pg.escapeIdentifier(postgres.app.user)}`,
        )
        const copied = connectDatabase({ target: app, clock: systemClock, random: systemRandom, leakproof })
        return {
          database: copied,
          ask: askOf(copied),
          sumPast: async (subscriptionId, nowMs) =>
            void (await keepPastSums(copied, subscriptionId, { nowMs, steps: Number.POSITIVE_INFINITY })),
          app,
          owner,
          async [Symbol.asyncDispose]() {
            await copied.close()
            await drop()
            await admin.end()
          },
        }
      },
      ask: askOf(database),
      async [Symbol.asyncDispose]() {
        await database.close()
        await postgres.stop()
      },
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

const askOf =
  (database: Database): KeptDatabase['ask'] =>
  (subscriptionId, statements) =>
    database.inSubscription(
      subscriptionId,
      async trx => {
        let rows: readonly unknown[] = []
        for (const statement of statements) rows = (await sqlOf<unknown>(statement).execute(trx)).rows
        return rows
      },
      { readOnly: true },
    )

const everythingOf = (subscriptionId: number): Principal => testPrincipal({ subscriptionId, can: () => true })

/** Headers of an answer that nobody reads. */
const nowhere = { type: () => nowhere, header: () => nowhere, log: console } as unknown as FastifyReply
