import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { lockDataFolder } from '../adapters/data-folder-lock.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { parseDatabaseUrl } from '../config/database-url.ts'
import { readMigrations } from '../database/adapters/migration-files.ts'
import { stopOrphan } from '../database/embedded/adapters/orphan.ts'
import type { PoolTarget } from '../database/pool.ts'
import { ensureDatabase, prepareDatabase } from '../database/prepare/prepare-database.ts'
import type { ProvidedDatabase } from './provided.ts'
import { startQuickPostgres } from './quick-postgres.ts'

export interface TestCluster {
  readonly provided: ProvidedDatabase
  stop(): Promise<void>
}

const folderPrefix = 'patchyard-test-'

/**
 * A PostgreSQL for tests: our embedded one without fsync in a temporary folder, or the server that
 * `PATCHYARD_TEST_DATABASE_URL` names (role: superuser), where everything made is dropped again.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const url = process.env['PATCHYARD_TEST_DATABASE_URL']
  return url === undefined ? startEmbedded() : startExternal(parseDatabaseUrl('PATCHYARD_TEST_DATABASE_URL', url))
}

async function startEmbedded(): Promise<TestCluster> {
  await sweepLeftovers()
  const dataDir = await mkdtemp(join(tmpdir(), folderPrefix))
  const postgres = await startQuickPostgres(dataDir)
  const template = 'patchyard_template'
  const leakproof = await makeTemplate(
    { ...postgres.owner, database: template },
    { ...postgres.app, database: template },
  )
  return {
    provided: { admin: { ...postgres.owner, database: 'postgres' }, template, app: postgres.app, leakproof },
    async stop() {
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function startExternal(admin: PoolTarget): Promise<TestCluster> {
  const suffix = systemRandom.uuid().slice(0, 8)
  const template = `patchyard_template_${suffix}`
  const password = Buffer.from(systemRandom.bytes(16)).toString('hex')
  const app: PoolTarget = { ...admin, user: `patchyard_test_${suffix}`, password }
  const leakproof = await makeTemplate({ ...admin, database: template }, { ...app, database: template })
  return {
    provided: { admin, template, app, leakproof },
    async stop() {
      const client = new pg.Client(admin)
      await client.connect()
      await client.query(`drop database ${pg.escapeIdentifier(template)} with (force)`)
      await client.query(`drop role ${pg.escapeIdentifier(app.user)}`)
      await client.end()
    },
  }
}

async function makeTemplate(owner: PoolTarget, app: PoolTarget): Promise<boolean> {
  await ensureDatabase(owner)
  const { leakproof } = await prepareDatabase({ owner, app, migrations: await readMigrations() })
  await forbidNewerFunctions(owner)
  return leakproof
}

/** Tests run on 18, and 15 has to understand every statement: what came in between is refused to the server's role. */
async function forbidNewerFunctions(owner: PoolTarget): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  await client.query(`
    do $$
    declare f regprocedure;
    begin
      for f in select p.oid from pg_proc p
                where p.pronamespace = 'pg_catalog'::regnamespace
                  and p.oid::regprocedure::text in ('max(bytea)', 'min(bytea)', 'max(record)', 'min(record)', 'any_value(anyelement)')
      loop
        execute format('revoke execute on function %s from public', f);
      end loop;
    end $$`)
  await client.end()
}

/** Folders of runs that were killed: their PostgreSQL still runs. A folder in use is locked, and left alone. */
async function sweepLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(folderPrefix)) continue
    const dataDir = join(tmpdir(), name)
    try {
      // A run that is just starting has made its folder and not locked it yet.
      if (systemClock.nowMs() - (await stat(dataDir)).mtimeMs < 60_000) continue
      const lock = lockDataFolder(dataDir)
      await stopOrphan(join(dataDir, 'postgres', 'cluster'), systemClock)
      lock[Symbol.dispose]()
      await rm(dataDir, { recursive: true, force: true })
    } catch {
      // In use by another run, or of another user: not ours to clean.
    }
  }
}
