import { param, type SqlFragment, sql } from './fragment.ts'
import { instant } from './instant.ts'
import { isListed } from './listed-asset.ts'
import type { QueryContext } from './query-context.ts'
import { type Wall, wallOf } from './wall.ts'

/** Of what findings are counted. */
export type SummedKind = 'patch' | 'asset'

const kinds: { readonly [K in SummedKind]: { readonly kind: SqlFragment; readonly id: SqlFragment } } = {
  patch: { kind: sql`'patch'`, id: sql`patch_id` },
  asset: { kind: sql`'asset'`, id: sql`asset_id` },
}

/**
 * Rows (id, missing, installed), several for one id, whose sums are the counts as of `at`: the newest sum before it, and what began and ended
 * since. Without a sum everything that began and ended until then, which is as right and takes longer. Patches count listed assets, by the list of
 * today; what an asset has is counted whether it is listed or not, for the list itself leaves it out.
 */
function movesUntil(of: SummedKind, wall: Wall, at: SqlFragment): SqlFragment {
  const { own } = wall
  const { kind, id } = kinds[of]
  const mine = sql`s.kind = ${kind} and ${own(sql`s.subscription_id`)}`
  // One row, whatever there is. As a sub-select of each comparison it took longer to plan than to run.
  const newest = sql`(select coalesce(max(s.at), '-infinity') as at from finding_sum s where ${mine} and s.at <= ${at} and s.ids is not null) d`
  const listed = of === 'patch' ? sql` and ${isListed(wall, sql`m.asset_id`)}` : sql``
  const moved = (sign: SqlFragment, from: SqlFragment, column: SqlFragment): SqlFragment =>
    sql` union all select m.${id}, ${sign}(m.status = 1)::int, ${sign}(m.status = 2)::int from ${from} m where ${own(
      sql`m.subscription_id`,
    )} and m.${column} > d.at and m.${column} <= ${at}${listed}`
  // Assets that left the list or came back, and the sum does not know it; what they had after it is among the rest, or not.
  const unheard =
    of === 'patch'
      ? sql` union all select v.patch_id, g.sign * (v.status = 1)::int, g.sign * (v.status = 2)::int from finding_moved g join finding_sum s on ${mine} and s.at = d.at and (g.batch is null or g.batch > s.moved_to) cross join unnest(g.patch_ids, g.status, g.from_at, g.to_at) v(patch_id, status, from_at, to_at) where ${own(
          sql`g.subscription_id`,
        )} and v.from_at <= s.at and v.to_at > s.at`
      : sql``
  return sql`select e.id, e.missing, e.installed from ${newest} cross join lateral (select v.id, v.missing, v.installed from finding_sum s cross join unnest(s.ids, s.missing, s.installed) v(id, missing, installed) where ${mine} and s.at = d.at${moved(
    sql``,
    sql`finding`,
    sql`since`,
  )}${moved(sql``, sql`finding_history`, sql`from_at`)}${moved(sql`-`, sql`finding_history`, sql`to_at`)}${unheard}) e(id, missing, installed)`
}

const grouped = (moves: SqlFragment): SqlFragment =>
  sql`select e.id, sum(e.missing)::int as missing, sum(e.installed)::int as installed from (${moves}) e(id, missing, installed)`

/** Rows (id, missing, installed) of the patches that listed assets missed or had at the context's past instant; for whoever sees all of them. */
export const patchCountsThen = (context: QueryContext & { readonly asOfMs: number }, only?: SqlFragment): SqlFragment =>
  sql`${grouped(movesUntil('patch', wallOf(context), instant(context.asOfMs)))}${only === undefined ? sql`` : sql` where e.id = any(${only})`} group by e.id`

/** Rows (id, missing, installed) of the assets that missed or had something at the context's past instant, whoever sees them. */
export const assetCountsThen = (context: QueryContext & { readonly asOfMs: number }): SqlFragment =>
  sql`${grouped(movesUntil('asset', wallOf(context), instant(context.asOfMs)))} group by e.id`

/** One row (ids, missing, installed), arrays in step: what a new sum holds. `at` is an instant as PostgreSQL writes it. */
export function compileSum(of: SummedKind, subscriptionId: number, at: string): SqlFragment {
  const wall = wallOf({ subscriptionId, scope: { kind: 'all' }, personId: null, nowMs: 0 })
  const rows = sql`${grouped(movesUntil(of, wall, sql`${param(at)}::timestamptz`))} group by e.id having sum(e.missing) <> 0 or sum(e.installed) <> 0 order by e.id`
  return sql`select coalesce(array_agg(c.id::bigint), '{}') as ids, coalesce(array_agg(c.missing), '{}') as missing, coalesce(array_agg(c.installed), '{}') as installed from (${rows}) c`
}
