import { compileMatches, type QueryTree } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { lockAssets } from './tag-lock.ts'

export interface Retagged {
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

/** Assets of both, each once. */
export const assetsOf = ({ added, removed }: Retagged): number[] => [...new Set([...added, ...removed])]

/** Whose rule is asked, and of whom: null is of all assets. */
export interface AskedOfAssets {
  readonly tagId: number
  readonly tree: QueryTree
  readonly assetIds: readonly number[] | null
  readonly subscriptionId: number
  readonly nowMs: number
}

/** Writes of `asset_tag`, and of the one column of `asset` that is made from it. */
export const assetTagStore = {
  /**
   * Who carries a dynamic tag becomes who its rule finds: only the difference is written, all in one statement. Assets that are
   * not in the list (pending, rejected, revoked agents) are found by no rule.
   */
  async follow(trx: Trx, { tagId, tree, assetIds, subscriptionId, nowMs }: AskedOfAssets): Promise<Retagged> {
    const context = { subscriptionId, scope: { kind: 'all' as const }, personId: null, nowMs }
    const hits = sqlOf(compileMatches(tree, assetIds, context))
    const among = assetIds === null ? sql`true` : sql`t.asset_id = any(${[...assetIds]}::bigint[])`
    const { rows } = await sql<{ added: number[] | null; removed: number[] | null }>`
      with hit as materialized (${hits}), had as materialized (
        select t.asset_id from asset_tag t
         where t.subscription_id = app_subscription() and t.tag_id = ${tagId} and ${among}
      ), gone as (
        delete from asset_tag t using (select h.asset_id from had h where h.asset_id not in (select hit.id from hit)) g
         where t.asset_id = g.asset_id and t.tag_id = ${tagId} returning t.asset_id
      ), come as (
        insert into asset_tag (asset_id, tag_id, subscription_id)
        select h.id, ${tagId}::int, app_subscription() from hit h
         where h.id not in (select had.asset_id from had) order by 1
        on conflict do nothing returning asset_id
      )
      select (select array_agg(c.asset_id) from come c) as added, (select array_agg(g.asset_id) from gone g) as removed`.execute(
      trx,
    )
    return { added: rows[0]?.added ?? [], removed: rows[0]?.removed ?? [] }
  },

  /** Ids of the assets that did not carry one of them before. */
  async add(trx: Trx, tagIds: readonly number[], assetIds: readonly number[]): Promise<number[]> {
    const { rows } = await sql<{ asset_id: number }>`
      insert into asset_tag (asset_id, tag_id, subscription_id)
      select a.id, t.id, app_subscription()
        from unnest(${[...assetIds]}::bigint[]) as a(id) cross join unnest(${[...tagIds]}::int[]) as t(id) order by 1, 2
      on conflict do nothing returning asset_id`.execute(trx)
    return [...new Set(rows.map(row => row.asset_id))]
  },

  /** Ids of the assets that carried one of them. `assetIds` null: all assets. */
  async remove(trx: Trx, tagIds: readonly number[], assetIds: readonly number[] | null): Promise<number[]> {
    const among = assetIds === null ? sql`true` : sql`t.asset_id = any(${[...assetIds]}::bigint[])`
    const { rows } = await sql<{ asset_id: number }>`
      delete from asset_tag t
       where t.subscription_id = app_subscription() and t.tag_id = any(${[...tagIds]}::int[]) and ${among}
      returning t.asset_id`.execute(trx)
    return [...new Set(rows.map(row => row.asset_id))]
  },

  /** Gives one asset tags and takes others from it. */
  async replace(trx: Trx, assetId: number, add: readonly number[], remove: readonly number[]): Promise<void> {
    if (remove.length > 0) await assetTagStore.remove(trx, remove, [assetId])
    if (add.length > 0) await assetTagStore.add(trx, add, [assetId])
  },

  /**
   * The highest criticality among an asset's tags and those above them, 2 where none says any. Each tag's worth first: there are
   * few tags and many assets.
   */
  async weigh(trx: Trx, assetIds: readonly number[]): Promise<void> {
    if (assetIds.length === 0) return
    await sql`
      with worth as materialized (
        select u.tag_id, max(g.criticality) as value from tag_above u join tag g on g.id = u.above_id
         where u.subscription_id = app_subscription() and g.criticality is not null group by u.tag_id
      ), weighed as (
        select v.asset_id, coalesce(max(w.value), 2) as value
          from unnest(${[...assetIds]}::bigint[]) as v(asset_id)
          left join (asset_tag t join worth w on w.tag_id = t.tag_id) on t.asset_id = v.asset_id
         group by v.asset_id
      )
      update asset set criticality = w.value from weighed w
       where asset.asset_id = w.asset_id and asset.criticality is distinct from w.value`.execute(trx)
  },

  /** In each transaction that changed tags of assets. */
  async noteChange(trx: Trx): Promise<void> {
    await sql`insert into asset_tag_change (subscription_id) values (app_subscription())`.execute(trx)
  },

  /** Makes many notes one, whose id is above all of theirs. */
  async gatherChanges(trx: Trx): Promise<void> {
    await sql`
      with noted as (select count(*) as n from asset_tag_change c where c.subscription_id = app_subscription()),
           made as (
             insert into asset_tag_change (subscription_id) select app_subscription() from noted where noted.n > 1000
             returning id)
      delete from asset_tag_change c using made
       where c.subscription_id = app_subscription() and c.id < made.id`.execute(trx)
  },

  /** Leaves `weigh` of these to `weighSome`. */
  async weighLater(trx: Trx, assetIds: readonly number[]): Promise<void> {
    await sql`
      insert into asset_weigh (asset_id, subscription_id)
      select v.id, app_subscription() from unnest(${[...assetIds]}::bigint[]) as v(id) order by 1
      on conflict do nothing`.execute(trx)
  },

  /** Weighs some of those that were left; how many. Several processes may do so at once: each takes the rows it deleted. */
  async weighSome(trx: Trx, most: number): Promise<number> {
    const { rows } = await sql<{ asset_id: number }>`
      delete from asset_weigh w using (
        select d.asset_id from asset_weigh d order by d.asset_id limit ${most} for update skip locked
      ) due where due.asset_id = w.asset_id returning w.asset_id`.execute(trx)
    const ids = rows.map(row => row.asset_id)
    // Before their tags are read: whoever changes one of them meanwhile has committed, or waits.
    await lockAssets(trx, ids)
    await assetTagStore.weigh(trx, ids)
    return ids.length
  },

  /** Assets that carry one of these tags itself. */
  async carrying(trx: Trx, tagIds: readonly number[]): Promise<number[]> {
    const { rows } = await sql<{ asset_id: number }>`
      select distinct t.asset_id from asset_tag t
       where t.subscription_id = app_subscription() and t.tag_id = any(${[...tagIds]}::int[])`.execute(trx)
    return rows.map(row => row.asset_id)
  },
}
