import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { StartError } from '../../errors/start-error.ts'
import type { MigrationFile } from '../adapters/migration-files.ts'
import { migrate } from '../migrate.ts'
import { createPool, type PoolTarget } from '../pool.ts'
import { fillAudit } from './fill-audit.ts'
import { foldEmails } from './fold-emails.ts'
import { markLeakproof } from './leakproof.ts'
import { ensureAppRole, grantToApp, refuseRoleBeyondWall } from './roles.ts'
import { refuseUnsupportedServer } from './server-version.ts'
import { makeTrigrams } from './trigrams.ts'

// Any number that is ours alone; session-level, so that it also covers what runs outside the migrator's transactions.
const lockKey = 0x5061_7463

export interface Prepared {
  /** Names of the migrations that ran now. */
  readonly migrated: readonly string[]
  readonly leakproof: boolean
  /** Indexes on trigrams are there. */
  readonly trigrams: boolean
  /** `18.4` */
  readonly version: string
}

/**
 * Brings a database to the present schema as its owner, and proves that the app role stands behind the wall. Safe when
 * several servers start at once: one works, the others wait and find it done. Errors: StartError.
 */
export async function prepareDatabase(input: {
  owner: PoolTarget
  app: PoolTarget
  /** The app role must not be there yet: its password was drawn just now. */
  appIsNew?: boolean
  migrations: readonly MigrationFile[]
}): Promise<Prepared> {
  const owner = await connect(input.owner)
  try {
    const version = await refuseUnsupportedServer(owner)
    await owner.query('select pg_advisory_lock($1)', [lockKey])
    const role = await ensureAppRole(owner, input.app.user, input.app.password ?? null)
    if (role === 'found' && input.appIsNew === true) throw passwordUnknown(input.app.user)
    const migrated = await migrateAs(input.owner, input.migrations)
    await foldEmails(owner)
    await fillAudit(owner)
    await grantToApp(owner, input.app.user, input.owner.database)
    const leakproof = await markLeakproof(owner)
    const trigrams = await makeTrigrams(owner)
    const app = await connect(input.app)
    try {
      await refuseRoleBeyondWall(app)
    } finally {
      await app.end()
    }
    return { migrated, leakproof, trigrams, version }
  } finally {
    // Closing the session gives the lock back.
    await owner.end()
  }
}

function passwordUnknown(role: string): StartError {
  return new StartError(
    'database_role',
    `the role ${role} is there already, and its password is not in this data folder (another server's, or a lost folder). ` +
      'Give DATABASE_APP_URL',
  )
}

/** Makes the database when the cluster does not have it yet; for clusters that are ours. */
export async function ensureDatabase(owner: PoolTarget, template?: string): Promise<void> {
  const client = await connect({ ...owner, database: 'postgres' })
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    const found = await client.query('select 1 from pg_database where datname = $1', [owner.database])
    if (found.rowCount !== 0) return
    const from = template === undefined ? '' : ` template ${pg.escapeIdentifier(template)}`
    await client.query(`create database ${pg.escapeIdentifier(owner.database)}${from}`)
    await client.query(`revoke all on database ${pg.escapeIdentifier(owner.database)} from public`)
  } finally {
    await client.end()
  }
}

async function connect(target: PoolTarget): Promise<pg.Client> {
  const client = new pg.Client({ ...target, application_name: 'patchyard start', connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(
      'database_unreachable',
      `no connection to the database ${target.database} at ${target.host} as ${target.user}: ${reason}`,
      error,
    )
  }
  return client
}

async function migrateAs(target: PoolTarget, files: readonly MigrationFile[]): Promise<readonly string[]> {
  const kysely = new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: createPool(target, { max: 1, statementTimeoutMs: 0, applicationName: 'patchyard migration' }),
    }),
  })
  try {
    return await migrate(kysely, files)
  } finally {
    await kysely.destroy()
  }
}
