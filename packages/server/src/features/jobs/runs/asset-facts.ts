import { type AgentStanding, type AssetStanding, licencePermits } from '@patchyard/domain'
import { type RawBuilder, sql } from 'kysely'
import type { PlannedFor } from '../plan-read-model.ts'

// How an asset stands for the planner, in one place of SQL for all who ask. Aliases: a asset, l its line, x its profiles, pc the configuration
// profile that it has, pd the default one.

export interface StandingRow {
  asset_id: number
  public_id: string
  name: string
  platform: string
  standing: AgentStanding
  activated: boolean
  licensed: boolean
  paused: boolean
  patching_off: boolean
  scanned: boolean
  in_scope: boolean
}

export const assetTables = sql`asset a join agent_line l on l.asset_id = a.asset_id
      left join asset_profile x on x.asset_id = a.asset_id
      left join configuration_profile pc on pc.id = x.configuration_id
      left join configuration_profile pd on pd.is_default`

export const standingColumns = ({ ownerId, nowMs }: PlannedFor): RawBuilder<unknown> => sql`
  a.asset_id, a.public_id, a.name, a.platform, l.standing,
  a.activated_at is not null and l.deactivated_at is null as activated, a.licensed,
  coalesce(a.paused_until > ${new Date(nowMs)}, false) as paused,
  not coalesce((coalesce(pc.document, pd.document) ->> 'patching')::boolean, true) as patching_off,
  a.scan_finished_at is not null as scanned,
  exists (select 1 from membership m where m.person_id = ${ownerId} and m.all_assets)
    or exists (select 1 from asset_tag t join tag_above u on u.tag_id = t.tag_id
                 join membership_tag mt on mt.tag_id = u.above_id
                where t.asset_id = a.asset_id and mt.person_id = ${ownerId}) as in_scope`

/** Public ids of those of `tags` that the asset carries, itself or by a tag below. */
export const carriedTags = (tags: readonly string[]): RawBuilder<unknown> =>
  tags.length === 0
    ? sql`'{}'::uuid[]`
    : sql`array(select distinct g.public_id from asset_tag t join tag_above u on u.tag_id = t.tag_id join tag g on g.id = u.above_id
                 where t.asset_id = a.asset_id and g.public_id = any(${[...tags]}::uuid[]))`

export const standingOf = (
  row: StandingRow,
  { licence }: PlannedFor,
): AssetStanding & { readonly assetId: number; readonly publicId: string; readonly name: string } => ({
  assetId: row.asset_id,
  publicId: row.public_id,
  name: row.name,
  platform: row.platform,
  standing: row.standing,
  inOwnersScope: row.in_scope,
  activated: row.activated,
  // By the clock: what the licence's end takes away is gone before any chore wrote it down.
  licensed: row.licensed && licencePermits(licence),
  paused: row.paused,
  patchingOff: row.patching_off,
  scanned: row.scanned,
})
