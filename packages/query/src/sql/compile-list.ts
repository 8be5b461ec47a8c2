import { findToken } from '../tokens/find-token.ts'
import { QueryCompileError } from './compile-error.ts'
import { param, type SqlFragment, sql } from './fragment.ts'
import { type Matching, matched } from './matched.ts'
import type { QueryContext } from './query-context.ts'
import { type SortKey, sortKeyOf } from './sort-key.ts'
import { shownValue } from './shown-value.ts'

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
}

/** Errors: QueryCompileError for a sort or facet that does not exist, RangeError for a limit that is no number of rows. */
export function compileList(request: ListRequest, context: QueryContext): CompiledList {
  if (!Number.isSafeInteger(request.limit) || request.limit < 0 || request.limit > 1_000_000) {
    throw new RangeError(`limit ${String(request.limit)} is not a number of rows`)
  }
  const { homes, source } = matched(request, context)
  return {
    page: sql`${ordered(request, context, request.after)} limit ${param(request.limit + 1)}::bigint`,
    count: sql`select count(*) as n ${source}`,
    facet(token) {
      const known = findToken(request.entity, token)
      const home = known === undefined ? undefined : homes.tokens[known.name]
      if (known?.facet !== true || home === undefined) throw new QueryCompileError('that token is no facet')
      const { value, relation, has } = shownValue(home, homes)
      if (relation === null) {
        return sql`select ${value} as value, count(*) as n ${source} and ${has} group by 1 order by 2 desc, 1 limit 50`
      }
      // Each object counts once for each value, however many of its rows have it.
      const each = sql`select distinct ${homes.id} as id, ${value} as value`
      const joined = matched(request, context, { join: sql` join ${relation.from} on ${relation.on}`, more: [has] })
      return sql`select d.value, count(*) as n from (${each} ${joined.source}) d group by 1 order by 2 desc, 1 limit 50`
    },
  }
}

/** All of them in the list's order, rows (id, sort_key): read through a cursor. */
export const compileStream = (request: Omit<ListRequest, 'after' | 'limit'>, context: QueryContext): SqlFragment =>
  ordered(request, context, null)

function ordered(
  request: Omit<ListRequest, 'after' | 'limit'>,
  context: QueryContext,
  after: readonly [unknown, unknown] | null,
): SqlFragment {
  const { homes } = matched(request, context)
  const key = sortKeyOf(request.entity, request.sort.token, homes)
  const { descending } = request.sort
  const behind = after === null ? [] : [behindRow(key, homes.id, after, descending)]
  const { source } = matched(request, context, { more: behind })
  const direction = descending ? sql`desc` : sql`asc`
  const nulls = key.nullable ? sql` nulls last` : sql``
  return sql`select ${homes.id} as id, ${key.expression} as sort_key ${source} order by ${key.expression} ${direction}${nulls}, ${homes.id} ${direction}`
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
