import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../database/database.ts'
import { Problem } from '../errors/problem.ts'
import type { CursorCodec, CursorKey } from './cursor.ts'

/** A list that can be paged: what may be sorted by, and how ties are broken. Expressions are ours, never a caller's text. */
export interface KeysetList {
  /** Part of every cursor, so that one list's cursor is no other's. */
  readonly name: string
  /** Sort name → expression that is never null, and its type for the cursor's comparison. */
  readonly sorts: Readonly<Record<string, SortKey>>
  readonly defaultSort: string
  /** Unique in the list. */
  readonly tie: SortKey
}

export interface SortKey {
  readonly expression: RawBuilder<unknown>
  readonly type: 'text' | 'bigint' | 'timestamptz' | 'uuid' | 'boolean'
}

export interface PageRequest {
  readonly sort?: string | undefined
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
  readonly total: number
}

const casts: { readonly [Type in SortKey['type']]: RawBuilder<unknown> } = {
  text: sql`text`,
  bigint: sql`bigint`,
  timestamptz: sql`timestamptz`,
  uuid: sql`uuid`,
  boolean: sql`boolean`,
}

const DEFAULT_LIMIT = 50

/**
 * One page by keyset: `from` is everything from FROM to the end of WHERE (a condition is there), `columns` the select
 * list. The next page starts behind the last row's keys, so rows that come and go elsewhere move nothing.
 */
export async function readPage<Row>(
  trx: Trx,
  cursors: CursorCodec,
  list: KeysetList,
  request: PageRequest,
  query: {
    readonly columns: RawBuilder<unknown>
    readonly from: RawBuilder<unknown>
    readonly scope: readonly CursorKey[]
  },
): Promise<Page<Row>> {
  const { key, descending, name } = sortOf(list, request.sort)
  const limit = request.limit ?? DEFAULT_LIMIT
  const scope = [list.name, name, descending, ...query.scope]
  const after = cursors.decode(scope, request.cursor)
  const direction = descending ? sql`desc` : sql`asc`
  const compare = descending ? sql`<` : sql`>`
  const behind =
    after === null
      ? sql``
      : sql`and (${key.expression}, ${list.tie.expression}) ${compare}
            (${sql.val(after[0])}::${casts[key.type]}, ${sql.val(after[1])}::${casts[list.tie.type]})`
  const { rows } = await sql<Row & { sort_key: CursorKey | Date; tie_key: CursorKey }>`
    select ${query.columns}, ${key.expression} as sort_key, ${list.tie.expression} as tie_key
    ${query.from} ${behind}
    order by ${key.expression} ${direction}, ${list.tie.expression} ${direction}
    limit ${limit + 1}`.execute(trx)
  const counted = await sql<{ n: number }>`select count(*) as n ${query.from}`.execute(trx)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    rows: page,
    nextCursor: last === undefined ? null : cursors.encode(scope, [cursorKey(last.sort_key), last.tie_key]),
    total: counted.rows[0]?.n ?? 0,
  }
}

/** Dates lose nothing: the column has microseconds, but every instant we write is a whole millisecond. */
const cursorKey = (value: CursorKey | Date): CursorKey => (value instanceof Date ? value.toISOString() : value)

function sortOf(list: KeysetList, sort: string | undefined): { key: SortKey; descending: boolean; name: string } {
  const text = sort ?? list.defaultSort
  const descending = text.startsWith('-')
  const name = descending ? text.slice(1) : text
  const key = Object.hasOwn(list.sorts, name) ? list.sorts[name] : undefined
  if (key === undefined) {
    const known = Object.keys(list.sorts).join(', ')
    throw new Problem('malformed', { field: 'sort', detail: `"${name}" is not one of ${known}` })
  }
  return { key, descending, name }
}

/** `search` anywhere in a folded column; every character means itself. */
export function contains(column: RawBuilder<unknown>, search: string | undefined): RawBuilder<boolean> {
  if (search === undefined || search === '') return sql<boolean>`true`
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, match => `\\${match}`)}%`
  return sql<boolean>`${column} like ${pattern}`
}
