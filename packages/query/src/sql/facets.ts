import type { Entity } from '../entities.ts'
import { findToken } from '../tokens/find-token.ts'
import { QueryCompileError } from './compile-error.ts'
import { joinSql, param, type SqlFragment, sql } from './fragment.ts'
import type { EntityHomes, KeyedRelation } from './homes/home.ts'
import { matched } from './matched.ts'
import type { Matching } from './matching.ts'
import type { QueryContext } from './query-context.ts'
import { type ShownValue, shownValue } from './shown-value.ts'

export const unionAll = (parts: readonly SqlFragment[]): SqlFragment => joinSql(parts, sql` union all `)

/** Throws QueryCompileError for a token that is no facet. */
export function facetValue(entity: Entity, token: string, homes: EntityHomes): ShownValue {
  const known = findToken(entity, token)
  const home = known === undefined ? undefined : homes.tokens[known.name]
  if (known?.facet !== true || home === undefined) throw new QueryCompileError('that token is no facet')
  return shownValue(home, homes)
}

/** Rows (value, n) of one token, most first, at most 50. */
export function facetOf(request: Matching, context: QueryContext, token: string): SqlFragment {
  const { homes, prelude, sources } = all(request, context)
  const { value, relation, has } = facetValue(request.entity, token, homes)
  if (relation !== null)
    return sql`${withOf(request, context)}select r.value, r.n from (${ofRelation(request, context, token)}) r`
  if (sources.length === 1) {
    return sql`select ${value} as value, count(*) as n ${sources[0] as SqlFragment} and ${has} group by 1 order by 2 desc, 1 limit 50`
  }
  const each = sources.map(source => sql`select ${value} as value, count(*) as n ${source} and ${has} group by 1`)
  return sql`${prelude}select w.value, sum(w.n)::bigint as n from (${unionAll(each)}) w group by 1 order by 2 desc, 1 limit 50`
}

const withOf = (request: Matching, context: QueryContext): SqlFragment => matched(request, context, 'all').prelude

function all(...[request, context, extra]: [Matching, QueryContext, Parameters<typeof matched>[3]?]) {
  const { homes, prelude, sources } = matched(request, context, 'all', extra)
  return { homes, prelude, sources: sources.map(source => source.whole) }
}

/** Each object counts once for each value, however many of its rows have it. */
function ofRelation(request: Matching, context: QueryContext, token: string): SqlFragment {
  const { homes } = matched(request, context, 'all')
  const { value, relation, has } = facetValue(request.entity, token, homes)
  if (relation === null) throw new QueryCompileError('that token has no rows of its own')
  if (relation.keyed?.one !== undefined)
    return ofLinks(request, context, { value, has }, relation.keyed, relation.keyed.one)
  const { sources } = all(request, context, {
    join: sql` join ${relation.from} on ${relation.on}`,
    more: [has],
  })
  const each = unionAll(sources.map(source => sql`select distinct ${homes.id} as id, ${value} as value ${source}`))
  return sql`select d.value, count(*) as n from (${each}) d group by 1 order by 2 desc, 1 limit 50`
}

/**
 * The same where links name entries of a dictionary: values are counted by number, and only those that several entries stand
 * for are made distinct. Tags of 100,000 assets: 1.5 s with distinct names, a third of it so.
 */
function ofLinks(
  request: Matching,
  context: QueryContext,
  { value, has }: Pick<ShownValue, 'value' | 'has'>,
  { keys, from, where, object }: KeyedRelation,
  one: SqlFragment,
): SqlFragment {
  const { homes, sources } = all(request, context)
  const ids = unionAll(sources.map(source => sql`select ${homes.id} as id ${source}`))
  const entries = sql`select distinct ${keys.id} as id, dense_rank() over (order by ${value})::int as no, ${value} as value from ${keys.from} where ${keys.where} and ${has}`
  const links = (of: SqlFragment): SqlFragment =>
    sql`from ${from} join d on d.id = ${one} and ${of} where ${where} and ${object} in (select m.id from m)`
  const alone = sql`select d.no, count(*) as n ${links(sql`d.alone`)} group by 1`
  const several = sql`select y.no, count(*) as n from (select distinct d.no, ${object} as object ${links(sql`not d.alone`)}) y group by 1`
  return sql`with m as materialized (${ids}), d as materialized (select x.id, x.no, x.value, count(*) over (partition by x.no) = 1 as alone from (${entries}) x) select v.value, c.n from (${unionAll([alone, several])}) c join (select distinct d.no, d.value from d) v on v.no = c.no order by 2 desc, 1 limit 50`
}

/**
 * Rows (facet, value, n): the count of all objects with facet and value null, then each facet's values as text, most first, at
 * most 50. The tokens of the object itself are grouped together in one pass, which then holds a few hundred rows: 100,000
 * assets with five of them take 54 ms of processor time (bench/query.ts).
 */
export function countWithFacets(request: Matching, context: QueryContext, tokens: readonly string[]): SqlFragment {
  const { homes, prelude, sources } = all(request, context)
  const plain = tokens.filter(token => facetValue(request.entity, token, homes).relation === null)
  const columns = plain.map((token, i) => {
    const { value, has } = facetValue(request.entity, token, homes)
    return sql`, case when ${has} then ${value} end as ${column(i)}`
  })
  const places = joinSql(
    plain.map((_, i) => place(i)),
    sql`, `,
  )
  const grouping = plain.length === 0 ? sql`` : sql` group by ${places}`
  const each = sources.map(source => sql`select count(*) as n${joinSql(columns, sql``)} ${source}${grouping}`)
  const first = prelude.values.length + prelude.strings.join('').length === 0 ? sql`with ` : sql`${prelude}, `
  const parts = [
    sql`select null::text as facet, null::text as value, coalesce(sum(g.n), 0)::bigint as n from g`,
    ...tokens.map(token => {
      const i = plain.indexOf(token)
      if (i < 0)
        return sql`(select ${param(token)}::text, r.value::text, r.n from (${ofRelation(request, context, token)}) r)`
      return sql`(select ${param(token)}::text, g.${column(i)}::text, sum(g.n)::bigint from g where g.${column(i)} is not null group by 2 order by 3 desc, 2 limit 50)`
    }),
  ]
  return sql`${first}g as materialized (${unionAll(each)}) ${unionAll(parts)}`
}

// Names and places of the grouped columns: `v1` stands second, behind the count.
const columnNames: readonly SqlFragment[] = [
  sql`v1`,
  sql`v2`,
  sql`v3`,
  sql`v4`,
  sql`v5`,
  sql`v6`,
  sql`v7`,
  sql`v8`,
  sql`v9`,
  sql`v10`,
  sql`v11`,
  sql`v12`,
  sql`v13`,
  sql`v14`,
  sql`v15`,
  sql`v16`,
  sql`v17`,
  sql`v18`,
  sql`v19`,
  sql`v20`,
]
const columnPlaces: readonly SqlFragment[] = [
  sql`2`,
  sql`3`,
  sql`4`,
  sql`5`,
  sql`6`,
  sql`7`,
  sql`8`,
  sql`9`,
  sql`10`,
  sql`11`,
  sql`12`,
  sql`13`,
  sql`14`,
  sql`15`,
  sql`16`,
  sql`17`,
  sql`18`,
  sql`19`,
  sql`20`,
  sql`21`,
]

const column = (i: number): SqlFragment => nth(columnNames, i)
const place = (i: number): SqlFragment => nth(columnPlaces, i)

function nth(list: readonly SqlFragment[], i: number): SqlFragment {
  const found = list[i]
  if (found === undefined) throw new QueryCompileError(`more than ${list.length} facets at once`)
  return found
}
