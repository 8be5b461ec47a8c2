// Run by hand after a migration was added: node packages/server/src/database/adapters/write-generated.ts
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { systemClock } from '../../adapters/system-clock.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { dumpSchema } from '../dump-schema.ts'
import { startEmbeddedPostgres } from '../embedded/adapters/start-embedded.ts'
import { generateTypes } from '../generate-types.ts'
import { ensureDatabase, prepareDatabase } from '../prepare/prepare-database.ts'
import { readMigrations } from './migration-files.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'patchyard-generate-'))
const postgres = await startEmbeddedPostgres({
  dataDir,
  clock: systemClock,
  random: systemRandom,
  durable: false,
  log: () => undefined,
})
try {
  await ensureDatabase(postgres.owner)
  await prepareDatabase({ owner: postgres.owner, app: postgres.app, migrations: await readMigrations() })
  const client = new pg.Client(postgres.owner)
  await client.connect()
  const target = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))
  await writeFile(target('schema.gen.ts'), await generateTypes(client))
  await writeFile(target('schema.sql'), await dumpSchema(client))
  await client.end()
} finally {
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
}
