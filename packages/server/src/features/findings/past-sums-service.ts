// Sums of the past (finding_sum): packages/query/src/sql/past-sums.ts reads counts of a past instant from the newest sum before it. A sum may be
// there or not: answers are the same, and the nearer one is, the less is read. What must hold: a counted sum, with what finding_moved has and it
// has not heard of, is what the rows of `finding` and `finding_history` give for its instant. Three things could break that.
//
// - A report that commits after the sum was counted, with an instant before it (it was on its way, or the clock was set back). Whoever changes
//   findings deletes the sums from its instant on (`sumsFrom`). It sees a row only when that was committed before; so a row is announced first,
//   and counted when every transaction that was under way then has ended. Those delete in a statement behind their first write, when
//   their number is one that the row waits for.
// - An asset that leaves the list, comes back or is removed. What it has and had is put into finding_moved in the same transaction (`countListed`);
//   readers add it, and the chore works it into each sum, in batches. A new sum is counted only when nothing waits there.
// - Two processes at once: one step is one transaction under a lock of the subscription, and each is decided from what the tables hold.
import { compileSum, type SummedKind } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Trx } from '../../database/database.ts'
import { tryLockAlone } from '../../database/subscription-lock.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { isListedLine } from './listed-line.ts'

export interface PastSumsOptions {
  readonly nowMs: number
  /** A new sum stands at least so many changes behind the one before, and at least half as many as that counts things. */
  readonly least?: number
  readonly steps?: number
}

// A sum takes about 8 bytes for each patch and 7 for each asset that it counts, and a reader 1 to 5 µs for each change behind it: with half as
// many changes as things counted both stay below what the present costs (docs/performance.md, as of).
const LEAST = 1000
const SHARE = 0.5
// Reports under way, and clocks of several servers that differ: a sum that they strike would be deleted and counted again.
export const SETTLED_MS = 600_000
const STEPS = 300
const SUMS_AT_ONCE = 20
// Assets that left or came back since: with more of them it takes less to count all sums anew (0.1 s each) than to tell them.
const MANY_MOVED = 400

/** Brings the sums of a subscription to what there is. Returns how many steps there were: fewer than `steps` when nothing is left to do now. */
export async function keepPastSums(
  database: Database,
  subscriptionId: number,
  { nowMs, least = LEAST, steps = STEPS }: PastSumsOptions,
): Promise<number> {
  for (let done = 0; done < steps; done++) {
    const went = await database.inSubscription(subscriptionId, async trx => {
      if (!(await tryLockAlone(trx, 'pastSums'))) return false
      if (await tellMoved(trx)) return true
      const settled = new Date(nowMs - SETTLED_MS)
      return (
        (await sumNext(trx, { subscriptionId, kind: 'patch', settled, least })) ||
        (await sumNext(trx, { subscriptionId, kind: 'asset', settled, least }))
      )
    })
    if (!went) return done
  }
  return steps
}

/** A statement that deletes the sums which a change of findings at that instant makes untrue: none, unless the clock went back. */
export const sumsFrom = (at: Date): RawBuilder<unknown> => sql`
  delete from finding_sum s where s.kind in ('patch', 'asset') and s.at >= ${at}`

/** What these assets have and had leaves the sums (-1), or comes back (1): of those alone that are listed now. Part of `countListed`. */
export async function movePastSums(trx: Trx, assetIds: readonly number[], by: 1 | -1): Promise<void> {
  const ids = [...assetIds]
  await sql`
    insert into finding_moved (subscription_id, asset_id, sign, patch_ids, status, from_at, to_at)
    select app_subscription(), s.asset_id, ${by}::smallint, array_agg(s.patch_id), array_agg(s.status), array_agg(s.from_at),
           array_agg(s.to_at)
      from (
        select f.asset_id, f.patch_id, f.status, f.since as from_at, 'infinity'::timestamptz as to_at from finding f
         where f.asset_id = any(${ids}::bigint[])
        union all
        select h.asset_id, h.patch_id, h.status, h.from_at, h.to_at from finding_history h
         where h.asset_id = any(${ids}::bigint[])
      ) s join agent_line l on l.asset_id = s.asset_id
     where ${isListedLine}
     group by s.asset_id`.execute(trx)
}

/** In the transaction that removes these assets, behind `countListed`: sums of assets name them no longer, in a while. */
export async function forgetInPastSums(trx: Trx, assetIds: readonly number[]): Promise<void> {
  await sql`
    insert into finding_moved (subscription_id, asset_id, sign, removed)
    select app_subscription(), v.id, -1, true from unnest(${[...assetIds]}::bigint[]) v(id)`.execute(trx)
}

/** One step of telling the sums which assets left the list or came back; false where nothing is left to tell. */
async function tellMoved(trx: Trx): Promise<boolean> {
  const { rows } = await sql<{ n: number; batch: number | null }>`
    select count(*) as n, max(g.batch) as batch from finding_moved g`.execute(trx)
  const { n = 0, batch = null } = rows[0] ?? {}
  if (n === 0) return false
  if (n > MANY_MOVED) {
    await sql`delete from finding_sum`.execute(trx)
    await sql`delete from finding_moved`.execute(trx)
    return true
  }
  if (batch === null) {
    await sql`
      update finding_moved set batch = (select coalesce(max(s.moved_to), 0) + 1 from finding_sum s)
       where batch is null`.execute(trx)
    return true
  }
  const { rows: done } = await sql`
    with next as (
      select s.kind, s.at from finding_sum s
       where s.moved_to < ${batch} order by s.at desc limit ${sql.lit(SUMS_AT_ONCE)}
    ), moved as (
      select n.kind, n.at, v.id, v.missing, v.installed
        from next n join finding_sum s on s.kind = n.kind and s.at = n.at
       cross join unnest(s.ids, s.missing, s.installed) v(id, missing, installed)
       where n.kind = 'patch' or v.id not in (select g.asset_id from finding_moved g where g.batch = ${batch} and g.removed)
      union all
      select n.kind, n.at, v.patch_id, g.sign * (v.status = 1)::int, g.sign * (v.status = 2)::int
        from next n cross join finding_moved g cross join unnest(g.patch_ids, g.status, g.from_at, g.to_at) v(patch_id, status, from_at, to_at)
       where n.kind = 'patch' and g.batch = ${batch} and v.from_at <= n.at and v.to_at > n.at
    ), left_over as (
      select m.kind, m.at, m.id, sum(m.missing)::int as missing, sum(m.installed)::int as installed
        from moved m group by m.kind, m.at, m.id having sum(m.missing) <> 0 or sum(m.installed) <> 0
    ), whole as (
      select l.kind, l.at, array_agg(l.id order by l.id) as ids, array_agg(l.missing order by l.id) as missing,
             array_agg(l.installed order by l.id) as installed
        from left_over l group by l.kind, l.at
    )
    update finding_sum s
       set moved_to = ${batch},
           ids = case when s.ids is null then null else coalesce(w.ids, '{}') end,
           missing = case when s.ids is null then null else coalesce(w.missing, '{}') end,
           installed = case when s.ids is null then null else coalesce(w.installed, '{}') end
      from next n left join whole w on w.kind = n.kind and w.at = n.at
     where s.kind = n.kind and s.at = n.at
    returning 1`.execute(trx)
  if (done.length === 0)
    await sql`
      delete from finding_moved g
       where g.batch = ${batch} and not exists (select 1 from finding_sum s where s.moved_to < ${batch})`.execute(trx)
  return true
}

interface Next {
  readonly subscriptionId: number
  readonly kind: SummedKind
  /** Changes after it may still get others before them. */
  readonly settled: Date
  readonly least: number
}

interface Sums {
  /** Instants as PostgreSQL writes them, to the microsecond. */
  readonly newest: string | null
  /** How many things the newest counts that is counted. */
  readonly size: number
  /** The oldest of those that are announced: the one after it is counted from it. */
  readonly announced: string | null
  /** Some of them do not know yet for which transactions. */
  readonly waits: boolean
}

/** One step towards the next sum; false where none is due, or those that are announced wait for transactions. */
async function sumNext(trx: Trx, next: Next): Promise<boolean> {
  const { kind } = next
  const { rows } = await sql<Sums>`
    select max(s.at)::text as newest,
           coalesce((select cardinality(t.ids) from finding_sum t where t.kind = ${kind} and t.ids is not null
                      order by t.at desc limit 1), 0) as size,
           min(s.at) filter (where s.ids is null)::text as announced,
           coalesce(bool_or(s.waits_for is null) filter (where s.ids is null), false) as waits
      from finding_sum s where s.kind = ${kind}`.execute(trx)
  const there = rows[0]
  if (there === undefined) return false
  if (there.announced === null) return announce(trx, next, there)
  if (there.waits) {
    // By now the row is there for all who begin; those who began before have lower numbers.
    await sql`
      update finding_sum set waits_for = pg_snapshot_xmax(pg_current_snapshot())::text::bigint
       where kind = ${kind} and ids is null`.execute(trx)
    return true
  }
  const counted = await sql`
    update finding_sum s set ids = c.ids, missing = c.missing, installed = c.installed, waits_for = null
      from (${sqlOf(compileSum(kind, next.subscriptionId, there.announced))}) c
     where s.kind = ${kind} and s.at = ${there.announced}::timestamptz and s.ids is null
       and s.waits_for <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
       and not exists (select 1 from finding_moved)
    returning 1`.execute(trx)
  return counted.rows.length > 0
}

/** False: none is due. */
async function announce(trx: Trx, next: Next, { newest, size }: Sums): Promise<boolean> {
  const behind = Math.max(next.least, Math.ceil(size * SHARE))
  let at = newest
  let isOne = false
  for (let n = 0; n < SUMS_AT_ONCE; n++) {
    at = await announceBehind(trx, next, at, behind)
    if (at === null) break
    isOne = true
  }
  return isOne
}

async function announceBehind(
  trx: Trx,
  { subscriptionId, kind, settled }: Next,
  at: string | null,
  behind: number,
): Promise<string | null> {
  const since = sql`${at ?? '-infinity'}::timestamptz`
  // Each by its index, and no further than needed: put together first, they would all be read and sorted.
  const changes = (column: RawBuilder<unknown>, table: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    (select c.${column} as at from ${table} c where c.subscription_id = ${subscriptionId} and c.${column} > ${since}
      order by c.${column} limit ${behind})`
  const { rows } = await sql<{ at: string }>`
    insert into finding_sum (subscription_id, kind, at, moved_to)
    select app_subscription(), ${kind}, m.at, (select coalesce(max(s.moved_to), 0) from finding_sum s)
      from (
        select e.at
          from (${changes(sql`since`, sql`finding`)} union all ${changes(sql`from_at`, sql`finding_history`)}
                union all ${changes(sql`to_at`, sql`finding_history`)}) e
         order by e.at limit 1 offset ${behind - 1}
      ) m
     where m.at <= ${settled}
    on conflict do nothing
    returning at::text as at`.execute(trx)
  return rows[0]?.at ?? null
}
