import { countWithFacets, facetOf, unionAll } from './facets.ts'
import { param, type SqlFragment, sql } from './fragment.ts'
import { matched } from './matched.ts'
import type { Matching } from './matching.ts'
import type { QueryContext } from './query-context.ts'
import { type SortKey, sortKeyOf } from './sort-key.ts'

export interface ListRequest extends Matching {
  readonly sort: { readonly token: string; readonly descending: boolean }
  /** Sort key and id of the last row of the page before. */
  readonly after: readonly [unknown, unknown] | null
  /** One row more is read, which tells whether there is a next page. */
  readonly limit: number
}

export interface CompiledList {
  /** Rows (id, sort_key) in order, at most limit + 1. */
  readonly page: SqlFragment
  /** One row (n). */
  readonly count: SqlFragment
  /** Rows (value, n): how many of the matching objects have that value, most first, at most 50. */
  facet(token: string): SqlFragment
  /** Count and facets in one statement: see countWithFacets of facets.ts. */
  countWithFacets(tokens: readonly string[]): SqlFragment
}

/** Errors: QueryCompileError for a sort or facet that does not exist, RangeError for a limit that is no number of rows. */
export function compileList(request: ListRequest, context: QueryContext): CompiledList {
  if (!Number.isSafeInteger(request.limit) || request.limit < 0 || request.limit > 1_000_000) {
    throw new RangeError(`limit ${String(request.limit)} is not a number of rows`)
  }
  const { prelude, sources } = matched(request, context, 'all')
  const counts = sources.map(({ whole }) => sql`select count(*) as n ${whole}`)
  return {
    page: ordered(request, context, request.after, request.limit + 1),
    count:
      counts.length === 1
        ? sql`${prelude}${counts[0] as SqlFragment}`
        : sql`${prelude}select sum(w.n)::bigint as n from (${unionAll(counts)}) w`,
    facet: token => facetOf(request, context, token),
    countWithFacets: tokens => countWithFacets(request, context, tokens),
  }
}

/** All of them in the list's order, rows (id, sort_key): read through a cursor. */
export const compileStream = (request: Omit<ListRequest, 'after' | 'limit'>, context: QueryContext): SqlFragment =>
  ordered(request, context, null, null)

function ordered(
  request: Omit<ListRequest, 'after' | 'limit'>,
  context: QueryContext,
  after: readonly [unknown, unknown] | null,
  rows: number | null,
): SqlFragment {
  const sortsAll = request.sort.token.endsWith('Count')
  const { homes, prelude } = matched(request, context, rows === null ? 'all' : 'page', { sortsAll })
  const key = sortKeyOf(request.entity, request.sort.token, homes)
  const { descending } = request.sort
  const behind = after === null ? [] : [behindRow(key, homes.id, after, descending)]
  const { sources } = matched(request, context, rows === null ? 'all' : 'page', { more: behind, sortsAll })
  const direction = descending ? sql`desc` : sql`asc`
  const nulls = key.nullable ? sql` nulls last` : sql``
  const limit = rows === null ? sql`` : sql` limit ${param(rows)}::bigint`
  const order = (keyOf: SqlFragment, idOf: SqlFragment): SqlFragment =>
    sql`order by ${keyOf} ${direction}${nulls}, ${idOf} ${direction}`
  const rowsOf = (source: SqlFragment): SqlFragment =>
    sql`select ${homes.id} as id, ${key.expression} as sort_key ${source} ${order(key.expression, homes.id)}`
  const each = sources.map(({ whole, before }) =>
    rows === null || before === null || homes.indexed.includes(request.sort.token)
      ? sql`${rowsOf(whole)}${limit}`
      : sql`select o.id, o.sort_key from (${rowsOf(before.source)}) o where ${before.each(sql`o.id`)} ${order(sql`o.sort_key`, sql`o.id`)}${limit}`,
  )
  if (each.length === 1) return sql`${prelude}${each[0] as SqlFragment}`
  const all = unionAll(each.map(one => sql`(${one})`))
  return sql`${prelude}select w.id, w.sort_key from (${all}) w ${order(sql`w.sort_key`, sql`w.id`)}${limit}`
}

/** Rows that come and go elsewhere move nothing: the next page begins behind the keys of the last row. */
function behindRow(
  { expression, nullable, cast }: SortKey,
  id: SqlFragment,
  [lastKey, lastId]: readonly [unknown, unknown],
  descending: boolean,
): SqlFragment {
  const beyond = descending ? sql`<` : sql`>`
  const idAfter = sql`${id} ${beyond} ${param(lastId)}::bigint`
  if (lastKey === null) return sql`${expression} is null and ${idAfter}`
  const row = sql`(${expression}, ${id}) ${beyond} (${param(lastKey)}::${cast}, ${param(lastId)}::bigint)`
  return nullable ? sql`(${row} or ${expression} is null)` : row
}
