import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { lockAlone, lockWithOthers } from '../../database/subscription-lock.ts'
import { createPgLineStore } from '../../storage/pg-stores.ts'

// Which profile each asset has, kept beside it so that lists, deliveries and counts need no choice of their own. The rule is
// domain/profiles/choose-profile.ts, written once more as one statement over all assets; a test compares the two.
//
// A change of profiles and a change of an asset's tags must not pass each other unseen. Profiles change under the lock alone;
// tags of assets change under it together, and then look with a statement that began after the lock was theirs.

/** Assets named by id, or every asset of the subscription. */
type Which = readonly number[] | 'all'

export interface AssignmentPorts {
  /** Wakes agents when the transaction commits. */
  ring(trx: Trx, assetIds: readonly number[]): Promise<void>
}

/** For changes of tags on assets: any number at the same time, none together with a change of profiles. */
export async function assignAfterTags(trx: Trx, assetIds: Which): Promise<number[]> {
  if (assetIds !== 'all' && assetIds.length === 0) return []
  await lockWithOthers(trx, 'profiles')
  return assign(trx, assetIds)
}

/** Held from before the first look at profiles to the end of the transaction that changes them. */
export async function lockProfiles(trx: Trx): Promise<void> {
  await lockAlone(trx, 'profiles')
}

/** Writes what changed and returns those assets. In the order of asset ids: two of them cannot deadlock. */
export async function assign(trx: Trx, which: Which): Promise<number[]> {
  const of = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
    which === 'all' ? sql`true` : sql`${column} = any(${[...which]}::bigint[])`
  const { rows } = await sql<{ asset_id: number }>`
    with configured as (
      select distinct on (t.asset_id) t.asset_id, p.id as profile_id, n.tag_id
        from configuration_profile p
        join configuration_profile_tag n on n.profile_id = p.id
        join tag_above b on b.above_id = n.tag_id
        join asset_tag t on t.tag_id = b.tag_id
       where ${of(sql`t.asset_id`)}
       order by t.asset_id, p.priority, n.tag_id
    ), assessed as (
      select distinct on (t.asset_id) t.asset_id, p.id as profile_id, n.tag_id
        from assessment_profile p
        join assessment_profile_tag n on n.profile_id = p.id
        join tag_above b on b.above_id = n.tag_id
        join asset_tag t on t.tag_id = b.tag_id
       where p.enabled and ${of(sql`t.asset_id`)}
       order by t.asset_id, p.scan_every_s, p.id, n.tag_id
    ), wanted as (
      select asset_id, c.profile_id as configuration_id, c.tag_id as configuration_tag,
             a.profile_id as assessment_id, a.tag_id as assessment_tag
        from configured c full join assessed a using (asset_id)
    ), gone as (
      delete from asset_profile x
       where ${of(sql`x.asset_id`)} and not exists (select 1 from wanted w where w.asset_id = x.asset_id)
      returning x.asset_id
    ), put as (
      insert into asset_profile as x
             (asset_id, subscription_id, configuration_id, configuration_tag, assessment_id, assessment_tag)
      select asset_id, app_subscription(), configuration_id, configuration_tag, assessment_id, assessment_tag
        from wanted order by asset_id
      on conflict (asset_id) do update
         set configuration_id = excluded.configuration_id, configuration_tag = excluded.configuration_tag,
             assessment_id = excluded.assessment_id, assessment_tag = excluded.assessment_tag
       where (x.configuration_id, x.configuration_tag, x.assessment_id, x.assessment_tag)
             is distinct from
             (excluded.configuration_id, excluded.configuration_tag, excluded.assessment_id, excluded.assessment_tag)
      returning x.asset_id
    )
    select asset_id from gone union all select asset_id from put`.execute(trx)
  return rows.map(row => row.asset_id).toSorted((a, b) => a - b)
}

export type ProfileColumn = 'configuration_id' | 'assessment_id'

/** Assets that have this profile now; null: the default one. */
export async function assetsWith(trx: Trx, column: ProfileColumn, profileId: number | null): Promise<number[]> {
  const named = sql.ref(`p.${column}`)
  const { rows } =
    profileId === null
      ? await sql<{ asset_id: number }>`
          select l.asset_id from agent_line l
           where not exists (select 1 from asset_profile p where p.asset_id = l.asset_id and ${named} is not null)
           order by l.asset_id`.execute(trx)
      : await sql<{ asset_id: number }>`
          select p.asset_id from asset_profile p where ${named} = ${profileId} order by p.asset_id`.execute(trx)
  return rows.map(row => row.asset_id)
}

export async function everyAsset(trx: Trx): Promise<number[]> {
  const rows = await trx.selectFrom('agent_line').select('asset_id').orderBy('asset_id').execute()
  return rows.map(row => row.asset_id)
}

/** Their next check-in brings a manifest; some are woken for it. */
export async function tellAgents(trx: Trx, ports: AssignmentPorts, assetIds: Iterable<number>): Promise<void> {
  const ids = [...new Set(assetIds)].toSorted((a, b) => a - b)
  if (ids.length === 0) return
  await createPgLineStore(trx).bumpWork(ids)
  await ports.ring(trx, ids)
}
