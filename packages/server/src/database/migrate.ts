import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { StartError } from '../errors/start-error.ts'
import type { MigrationFile } from './adapters/migration-files.ts'

export const migrationTable = 'schema_migration'
export const migrationLockTable = 'schema_migration_lock'
export const digestTable = 'schema_migration_digest'

/** Tables of the migrator itself: outside the wall, and nothing that the app role may touch. */
export const migrationTables: readonly string[] = [migrationTable, migrationLockTable, digestTable]

/**
 * Runs what has not run yet as the owner, in one transaction: all or nothing. The caller holds the advisory lock of
 * `prepareDatabase`. A file that changed after it ran, or a database of a newer version, stops the start: StartError.
 */
export async function migrate(owner: Kysely<unknown>, files: readonly MigrationFile[]): Promise<readonly string[]> {
  await sql`create table if not exists ${sql.table(digestTable)} (name text primary key, sha256 text not null)`.execute(
    owner,
  )
  const known = await sql<{ name: string; sha256: string }>`select name, sha256 from ${sql.table(digestTable)}`.execute(
    owner,
  )
  refuseChanged(files, new Map(known.rows.map(row => [row.name, row.sha256])))

  const migrator = new Migrator({
    db: owner,
    provider: { getMigrations: async () => Object.fromEntries(files.map(file => [file.name, asMigration(file)])) },
    migrationTableName: migrationTable,
    migrationLockTableName: migrationLockTable,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) {
    const failed = results?.find(result => result.status === 'Error')
    const where = failed === undefined ? '' : `migration ${failed.migrationName}: `
    throw new StartError('migration', where + (error instanceof Error ? error.message : String(error)), error)
  }
  return (results ?? []).map(result => result.migrationName)
}

function asMigration(file: MigrationFile): Migration {
  return {
    async up(db) {
      await sql.raw(file.text).execute(db)
      await sql`insert into ${sql.table(digestTable)} (name, sha256) values (${file.name}, ${file.sha256})`.execute(db)
    },
  }
}

function refuseChanged(files: readonly MigrationFile[], known: ReadonlyMap<string, string>): void {
  for (const file of files) {
    const before = known.get(file.name)
    if (before !== undefined && before !== file.sha256) {
      throw new StartError('migration', `migration ${file.name} has changed since this database ran it`)
    }
  }
  const newer = [...known.keys()].filter(name => !files.some(file => file.name === name))
  if (newer.length > 0) {
    throw new StartError('migration', `the database was migrated by a newer version (${newer.join(', ')})`)
  }
}
