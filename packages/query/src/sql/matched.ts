import { conditionOf } from './condition-of.ts'
import { findingWays } from './finding-ways.ts'
import { allOf, param, type SqlFragment, sql } from './fragment.ts'
import type { EntityHomes } from './homes/home.ts'
import { homesOf, type Within } from './homes/homes-of.ts'
import { keyedWays } from './keyed-ways.ts'
import type { Matching } from './matching.ts'
import type { QueryContext } from './query-context.ts'
import type { Purpose, Ways } from './ways.ts'

export interface Matched {
  readonly homes: EntityHomes
  /** `with …` in front of the statement, or nothing. */
  readonly prelude: SqlFragment
  /** Where there are several, exactly one of them finds rows: their results are put together with `union all`. */
  readonly sources: readonly Source[]
}

export interface Source {
  /** `from … where …` with everything in it: subscription, scope, query, second query, status. */
  readonly whole: SqlFragment
  /** The same without what is asked of each object at last; null where there is nothing like that. */
  readonly before: { readonly source: SqlFragment; readonly each: (id: SqlFragment) => SqlFragment } | null
}

interface Extra {
  readonly join?: SqlFragment
  readonly more?: readonly SqlFragment[]
  /** All objects are looked at, whatever the purpose: they are sorted by what is counted of each. */
  readonly sortsAll?: boolean
}

/**
 * The objects that a request is about. Every statement of this folder is made of it, so that none goes around subscription
 * and scope: `join` and `more` can only narrow. Errors: QueryCompileError for a tree of another entity.
 */
export function matched(request: Matching, context: QueryContext, purpose: Purpose, extra: Extra = {}): Matched {
  const { entity, query } = request
  const homes = homesOf(
    entity,
    context,
    withinOf(request),
    purpose === 'all' || extra.sortsAll === true ? 'together' : 'each',
  )
  const asked = conditionOf(query, entity, homes, context)
  const { prelude, ways } = narrowing(request, context, purpose, homes, asked)
  return {
    homes,
    prelude: prelude === null ? sql`` : sql`with ${prelude} `,
    sources: ways.map(({ conditions, each }) => {
      const source = sql`from ${homes.from}${extra.join ?? sql``} where ${allOf([...homes.where, ...(extra.more ?? []), ...conditions])}`
      return each === null
        ? { whole: source, before: null }
        : { whole: sql`${source} and ${each(homes.id)}`, before: { source, each } }
    }),
  }
}

const withinOf = ({ status }: Matching): Within =>
  status === 'missing' || status === 'latestMissing' ? 'missing' : 'list'

/** The conditions of the query and those on findings, in as many ways as there are. */
function narrowing(
  request: Matching,
  context: QueryContext,
  purpose: Purpose,
  homes: EntityHomes,
  asked: readonly SqlFragment[],
): Ways {
  const found = findingWays(request, context, purpose)
  const [only] = found.ways
  const keyed =
    purpose === 'page' && found.ways.length === 1 ? keyedWays(request.query, request.entity, homes, context) : null
  if (keyed === null || only === undefined) {
    return { ...found, ways: found.ways.map(way => ({ ...way, conditions: [...asked, ...way.conditions] })) }
  }
  return { ...keyed, ways: keyed.ways.map(way => ({ ...way, conditions: [...way.conditions, ...only.conditions] })) }
}

/** For what has no second query: one way. */
export function plainly(
  request: Pick<Matching, 'entity' | 'query'>,
  context: QueryContext,
  extra: { readonly join?: SqlFragment; readonly more?: readonly SqlFragment[] } = {},
): { readonly homes: EntityHomes; readonly source: SqlFragment } {
  const { homes, sources } = matched(request, context, 'all', extra)
  return { homes, source: (sources[0] as Source).whole }
}

/** Narrows to some objects, by their ids inside the database. */
export const among = (homes: EntityHomes, ids: readonly number[]): SqlFragment =>
  sql`${homes.id} = any(${param([...ids])}::bigint[])`
