import { type SqlFragment, sql } from './fragment.ts'
import { instant } from './instant.ts'
import type { QueryContext } from './query-context.ts'
import { wallOf } from './wall.ts'

export interface Findings {
  /**
   * The rows, to stand behind `from` or `join`, under this alias. `inScope` says of an asset's id what the statement asks of it beside them, too:
   * behind row-level security the planner carries no join into the two halves, and would read the whole history for a scope of a few assets.
   */
  as(alias: SqlFragment, inScope?: (asset: SqlFragment) => SqlFragment | null): SqlFragment
  /** Null: the present. */
  readonly at: SqlFragment | null
}

/**
 * Findings as they are, or as they were at the instant of `asOfMs`: the only place where statements get them from. A state holds from its
 * begin on until, and without, its end; the present one stands in `finding`, each that ended in `finding_history`, and the store sees to it that
 * they do not overlap (storage/ports/finding-store.ts). What history does not keep of a state (latest, first seen, exposed since, whose word it
 * was) is null.
 */
export function findingsOf(context: QueryContext): Findings {
  const { asOfMs } = context
  if (asOfMs === undefined) return { as: alias => sql`finding ${alias}`, at: null }
  const { own } = wallOf(context)
  const at = instant(asOfMs)
  const held = (inScope: SqlFragment): SqlFragment =>
    sql`select nf.asset_id, nf.patch_id, nf.subscription_id, nf.status, nf.since, null::boolean as latest, null::timestamptz as first_seen, null::timestamptz as exposed_since, null::boolean as offered, null::boolean as matched from finding nf where ${own(
      sql`nf.subscription_id`,
    )} and nf.since <= ${at}${inScope}`
  const ended = (inScope: SqlFragment): SqlFragment =>
    sql`select nh.asset_id, nh.patch_id, nh.subscription_id, nh.status, nh.from_at, null, null, null, null, null from finding_history nh where ${own(
      sql`nh.subscription_id`,
    )} and nh.to_at > ${at} and nh.from_at <= ${at}${inScope}`
  return {
    at,
    as(alias, inScope) {
      const also = (asset: SqlFragment): SqlFragment => {
        const condition = inScope?.(asset) ?? null
        return condition === null ? sql`` : sql` and ${condition}`
      }
      return sql`(${held(also(sql`nf.asset_id`))} union all ${ended(also(sql`nh.asset_id`))}) ${alias}`
    },
  }
}

/** The same for statements of others, under the alias `f`. */
export const findingRows = (context: QueryContext): SqlFragment => findingsOf(context).as(sql`f`)
