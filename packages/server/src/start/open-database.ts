import type { Clock, Random } from '@patchyard/domain'
import type { Logger } from 'pino'
import type { DatabaseChoice, ServerConfig } from '../config/server-config.ts'
import type { DataFolder } from '../data-folder.ts'
import { readMigrations } from '../database/adapters/migration-files.ts'
import { connectDatabase } from '../database/connect.ts'
import type { Database } from '../database/database.ts'
import { startEmbeddedPostgres } from '../database/embedded/adapters/start-embedded.ts'
import type { PoolTarget } from '../database/pool.ts'
import { ensureDatabase, prepareDatabase } from '../database/prepare/prepare-database.ts'
import type { DatabaseInfo } from '../server-context.ts'

export interface OpenDatabase {
  readonly database: Database
  readonly info: DatabaseInfo
  /** Closes the connections, and ends PostgreSQL where it is ours. */
  close(): Promise<void>
}

interface Ports {
  readonly config: ServerConfig
  readonly dataFolder: DataFolder
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
}

/** Starts or reaches PostgreSQL, migrates, and connects as the role behind the wall. Throws StartError. */
export async function openDatabase(ports: Ports): Promise<OpenDatabase> {
  const { clock, random, log } = ports
  const cluster = await reachCluster(ports)
  try {
    const { owner, app, appIsNew } = cluster
    const prepared = await prepareDatabase({ owner, app, appIsNew, migrations: await readMigrations() })
    if (prepared.migrated.length > 0) log.info({ migrations: prepared.migrated }, 'migrated the database')
    if (!prepared.leakproof) {
      log.warn(
        'searching large tables will be slow: the owner of the database may not mark operators LEAKPROOF (docs/database.md)',
      )
    }
    if (!prepared.trigrams) {
      log.warn(
        'searching inside names and titles reads whole tables: the extension pg_trgm is not there, and the owner of the database may not create it (docs/database.md)',
      )
    }
    const database = connectDatabase({
      target: cluster.app,
      clock,
      random,
      leakproof: prepared.leakproof && prepared.trigrams,
      log: (message, error) => log.warn({ err: error }, message),
    })
    return {
      database,
      info: {
        version: prepared.version,
        embedded: ports.config.database.kind === 'embedded',
        slower: prepared.leakproof && prepared.trigrams ? [] : ['search'],
      },
      async close() {
        await database.close()
        await cluster.stop()
      },
    }
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

interface Cluster {
  readonly owner: PoolTarget
  readonly app: PoolTarget
  /** Its password was drawn at this start: a role that is there already has another one. */
  readonly appIsNew: boolean
  stop(): Promise<void>
}

async function reachCluster(ports: Ports): Promise<Cluster> {
  const { config, clock, random, log } = ports
  if (config.database.kind === 'external') return external(config.database, ports)
  const postgres = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    clock,
    random,
    durable: true,
    log: (level, message, detail) => log[level](detail, message),
  })
  try {
    await ensureDatabase(postgres.owner)
  } catch (error) {
    await postgres.stop()
    throw error
  }
  return { owner: postgres.owner, app: postgres.app, appIsNew: false, stop: () => postgres.stop() }
}

type GivenDatabase = DatabaseChoice & { kind: 'external' }
const passwordFile = 'database-app-password'

/** Without `DATABASE_APP_URL` the app role is ours: made by the owner at the first start, its password kept here. */
async function external(choice: GivenDatabase, ports: Ports): Promise<Cluster> {
  const stop = async (): Promise<void> => undefined
  if (choice.app !== null) return { owner: choice.owner, app: choice.app, appIsNew: false, stop }
  let password = await ports.dataFolder.read(passwordFile)
  const appIsNew = password === null
  if (password === null) {
    const made = Buffer.from(ports.random.bytes(24)).toString('base64url')
    await ports.dataFolder.create(passwordFile, made)
    password = await ports.dataFolder.read(passwordFile)
  }
  return { owner: choice.owner, app: ownApp(choice, password), appIsNew, stop }
}

const ownApp = (choice: GivenDatabase, password: Uint8Array | null): PoolTarget => ({
  ...choice.owner,
  user: 'patchyard_app',
  password: Buffer.from(password ?? []).toString('utf8'),
})

/** The app role on a given database whose server runs: nothing is made, drawn or migrated. */
export const appOfRunning = async (choice: GivenDatabase, files: Pick<DataFolder, 'read'>): Promise<PoolTarget> =>
  choice.app ?? ownApp(choice, await files.read(passwordFile))
