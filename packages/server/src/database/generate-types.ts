import type pg from 'pg'
import { migrationTables } from './migrate.ts'

interface Column {
  readonly table_name: string
  readonly column_name: string
  readonly udt_name: string
  readonly nullable: boolean
  readonly always: boolean
  readonly defaulted: boolean
}

const scalarTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'string',
  text: 'string',
  varchar: 'string',
  uuid: 'string',
  inet: 'string',
  cidr: 'string',
  date: 'string',
  bytea: 'Bytes',
  timestamptz: 'Date',
  json: 'Json',
  jsonb: 'Json',
}

/**
 * The text of `schema.gen.ts` for a migrated database: what Kysely checks our statements against. The value types are
 * those of `column-values.ts`. Throws for a column type that has no TypeScript type here yet.
 */
export async function generateTypes(owner: Pick<pg.Client, 'query'>): Promise<string> {
  const { rows } = await owner.query<Column>(
    `select c.table_name, c.column_name, c.udt_name, c.is_nullable = 'YES' as nullable,
            c.identity_generation = 'ALWAYS' or c.is_generated = 'ALWAYS' as always,
            c.column_default is not null or c.is_identity = 'YES' as defaulted
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> all($1)
      order by c.table_name, c.ordinal_position`,
    [migrationTables],
  )
  const tables = Map.groupBy(rows, row => row.table_name)
  const out = [
    '// Made by `node packages/server/src/database/adapters/write-generated.ts` from the migrated schema; not edited by hand.',
    '',
    "import type { ColumnType, GeneratedAlways } from 'kysely'",
    '',
    '/** Has a default. Unlike the one of Kysely it keeps the types of Bytes and Json apart. */',
    'type Generated<T> =',
    '  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>',
    '/** Read as Buffer, written from any bytes. */',
    'type Bytes = ColumnType<Buffer, Uint8Array, Uint8Array>',
    '/** Read parsed; written as JSON text, so that nobody relies on how the driver serialises. */',
    'type Json = ColumnType<unknown, string, string>',
    '',
  ]
  for (const [table, columns] of tables) {
    out.push(`export interface ${pascal(table)}Table {`)
    for (const column of columns) out.push(`  ${column.column_name}: ${typeOf(column)}`)
    out.push('}', '')
  }
  out.push('export interface DB {')
  for (const table of tables.keys()) out.push(`  ${table}: ${pascal(table)}Table`)
  out.push('}', '')
  return out.join('\n')
}

function typeOf(column: Column): string {
  const isArray = column.udt_name.startsWith('_')
  const scalar = scalarTypes[isArray ? column.udt_name.slice(1) : column.udt_name]
  if (scalar === undefined)
    throw new Error(`${column.table_name}.${column.column_name}: no type for ${column.udt_name}`)
  const base = (isArray ? `${scalar}[]` : scalar) + (column.nullable ? ' | null' : '')
  if (column.always) return `GeneratedAlways<${base}>`
  return column.defaulted ? `Generated<${base}>` : base
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
