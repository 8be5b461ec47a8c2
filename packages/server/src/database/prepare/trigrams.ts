import pg from 'pg'

/**
 * Indexes for `like '%…%'` on what people search most. They stand here and not in a migration because they need an
 * extension that not every hosted PostgreSQL offers: without it the same questions are answered by reading the table.
 */
const indexes: Readonly<Record<string, { readonly table: string; readonly columns: readonly string[] }>> = {
  asset_search: { table: 'asset', columns: ['name_folded', 'name_words'] },
  patch_search: { table: 'patch', columns: ['title_folded', 'title_words'] },
}

/** Errors of `create extension` that mean "not here": no privilege, no such file, not supported, no such schema. */
const notHere = new Set(['42501', '58P01', '0A000', '3F000'])

/**
 * Makes the extension pg_trgm and the indexes that need it, where the owner may. `false`: text search reads whole tables,
 * which the start log and the health page say. Tried at every start, so an extension that is allowed later is used.
 */
export async function makeTrigrams(owner: pg.Client): Promise<boolean> {
  const schema = (await extensionSchema(owner)) ?? (await createExtension(owner))
  if (schema === null) return false
  for (const [name, { table, columns }] of Object.entries(indexes)) {
    if ((await tableExists(owner, table)) === false) continue
    const operators = columns.map(
      column => `${pg.escapeIdentifier(column)} ${pg.escapeIdentifier(schema)}.gin_trgm_ops`,
    )
    await owner.query(
      `create index if not exists ${pg.escapeIdentifier(name)} on ${pg.escapeIdentifier(table)} using gin (${operators.join(', ')})`,
    )
  }
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

async function tableExists(owner: pg.Client, table: string): Promise<boolean> {
  const { rows } = await owner.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table])
  return rows[0]?.found === true
}
