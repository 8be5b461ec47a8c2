import { conditionOf } from './condition-of.ts'
import { findingWays, type Purpose } from './finding-ways.ts'
import { allOf, param, type SqlFragment, sql } from './fragment.ts'
import type { EntityHomes } from './homes/home.ts'
import { homesOf } from './homes/homes-of.ts'
import type { Matching } from './matching.ts'
import type { QueryContext } from './query-context.ts'

export interface Matched {
  readonly homes: EntityHomes
  /** `with …` in front of the statement, or nothing. */
  readonly prelude: SqlFragment
  /**
   * `from … where …` with everything in it: subscription, scope, query, second query, status. Where there are several, exactly
   * one of them finds rows: their results are put together with `union all`.
   */
  readonly sources: readonly SqlFragment[]
}

/**
 * The objects that a request is about. Every statement of this folder is made of it, so that none goes around subscription
 * and scope: `join` and `more` can only narrow. Errors: QueryCompileError for a tree of another entity.
 */
export function matched(
  request: Matching,
  context: QueryContext,
  purpose: Purpose,
  extra: { readonly join?: SqlFragment; readonly more?: readonly SqlFragment[] } = {},
): Matched {
  const { entity, query } = request
  const homes = homesOf(entity, context)
  const conditions = [...homes.where, ...conditionOf(query, entity, homes, context), ...(extra.more ?? [])]
  const { prelude, ways } = findingWays(request, context, purpose)
  return {
    homes,
    prelude: prelude === null ? sql`` : sql`with ${prelude} `,
    sources: ways.map(way => sql`from ${homes.from}${extra.join ?? sql``} where ${allOf([...conditions, way])}`),
  }
}

/** For what has no second query: one way. */
export function plainly(
  request: Pick<Matching, 'entity' | 'query'>,
  context: QueryContext,
  extra: { readonly join?: SqlFragment; readonly more?: readonly SqlFragment[] } = {},
): { readonly homes: EntityHomes; readonly source: SqlFragment } {
  const { homes, sources } = matched(request, context, 'all', extra)
  return { homes, source: sources[0] as SqlFragment }
}

/** Narrows to some objects, by their ids inside the database. */
export const among = (homes: EntityHomes, ids: readonly number[]): SqlFragment =>
  sql`${homes.id} = any(${param([...ids])}::bigint[])`
