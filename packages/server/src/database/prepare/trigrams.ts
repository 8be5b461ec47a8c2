import pg from 'pg'

/** Errors of `create extension` that mean "not here": no privilege, no such file, not supported. */
const notHere = new Set(['42501', '58P01', '0A000'])

/**
 * Makes the extension pg_trgm, and indexes for `like '%…%'` on what people search most, where the owner may. They stand here
 * and not in a migration because not every hosted PostgreSQL offers the extension. `false`: the same questions are answered
 * by reading the whole table, which the start log and the health page say. Tried at every start, so an extension that is
 * allowed later is used.
 */
export async function makeTrigrams(owner: pg.Client): Promise<boolean> {
  const schema = (await extensionSchema(owner)) ?? (await createExtension(owner))
  if (schema === null) return false
  if (!(await hasSearchedTables(owner))) return true
  await owner.query(`
    create index if not exists asset_search on asset using gin (
      name_folded ${pg.escapeIdentifier(schema)}.gin_trgm_ops, name_words ${pg.escapeIdentifier(schema)}.gin_trgm_ops);
    create index if not exists patch_search on patch using gin (
      title_folded ${pg.escapeIdentifier(schema)}.gin_trgm_ops, title_words ${pg.escapeIdentifier(schema)}.gin_trgm_ops)`)
  return true
}

async function extensionSchema(owner: pg.Client): Promise<string | null> {
  const { rows } = await owner.query<{ schema: string }>(
    `select n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'`,
  )
  return rows[0]?.schema ?? null
}

/** In a schema of its own: its functions are no part of ours. */
async function createExtension(owner: pg.Client): Promise<string | null> {
  try {
    await owner.query('begin')
    await owner.query('create schema if not exists extensions')
    await owner.query('create extension if not exists pg_trgm schema extensions')
    await owner.query('commit')
    return 'extensions'
  } catch (error) {
    await owner.query('rollback')
    if (error instanceof Error && 'code' in error && notHere.has(String(error.code))) return null
    throw error
  }
}

/** Databases of tests of the migrator hold other tables. */
async function hasSearchedTables(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ found: boolean }>(
    `select to_regclass('asset') is not null and to_regclass('patch') is not null as found`,
  )
  return rows[0]?.found === true
}
