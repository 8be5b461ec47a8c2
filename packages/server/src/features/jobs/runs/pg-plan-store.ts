import type { AssetChoice, BlackoutWindow, CandidatePatch } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { readSpec } from '../job-spec.ts'
import { askPatches } from './ask-patches.ts'
import { assetTables, carriedTags, standingColumns, standingOf, type StandingRow } from './asset-facts.ts'
import { frozenIds } from './frozen-plan.ts'
import { listRules } from './list-rules.ts'
import { loadFindings } from './load-findings.ts'
import { loadRollbacks } from './load-rollbacks.ts'
import { type PatchRow, patchColumns, patchOf } from './patch-row.ts'
import type { PlanStore } from './plan-store.ts'

/** See {@link PlanStore}. */
export function createPgPlanStore(trx: Trx, subscriptionId: number): PlanStore {
  async function findPatches(publicIds: readonly string[]): Promise<readonly CandidatePatch[]> {
    if (publicIds.length === 0) return []
    const { rows } = await sql<PatchRow>`
      select ${patchColumns} from patch p join unnest(${[...publicIds]}::uuid[]) with ordinality as v(id, n) on v.id = p.public_id
       order by v.n`.execute(trx)
    return rows.map(patchOf)
  }

  return {
    findPatches,

    async listCandidates(choice, planned, after, limit) {
      const { tags, excludeTags, include } = choice
      // Tags of all assets behind `after` in one go: looked up asset by asset it is four times as long.
      const { rows } = await sql<StandingRow & { tags: string[] | null }>`
        with carried as materialized (
          select t.asset_id, array_agg(distinct g.public_id) as tags
            from asset_tag t join tag_above u on u.tag_id = t.tag_id join tag g on g.id = u.above_id
           where g.public_id = any(${[...tags, ...excludeTags]}::uuid[]) and t.asset_id > ${after} group by t.asset_id),
        brought as materialized (
          select b.asset_id from (
            select c.asset_id from carried c where c.tags && ${[...tags]}::uuid[]
            union select i.asset_id from asset i where i.public_id = any(${[...include]}::uuid[]) and i.asset_id > ${after}) b
            join asset p on p.asset_id = b.asset_id and p.removed_at is null
           order by b.asset_id limit ${limit})
        select ${standingColumns(planned)}, k.tags
          from ${assetTables} join brought w on w.asset_id = a.asset_id left join carried k on k.asset_id = a.asset_id
         order by a.asset_id`.execute(trx)
      return rows.map(row => ({ ...standingOf(row, planned), tags: new Set(row.tags ?? []) }))
    },

    async listUnknownAssets(publicIds) {
      const { rows } = await sql<{ id: string }>`
        select v.id from unnest(${[...publicIds]}::uuid[]) with ordinality as v(id, n)
         where not exists (select 1 from asset a where a.public_id = v.id and a.removed_at is null) order by v.n`.execute(
        trx,
      )
      return rows.map(row => row.id)
    },

    async listZones(choice) {
      const { rows } = await sql<{ zone: string }>`
        select distinct l.zone from agent_line l where l.asset_id in (${broughtBy(choice, 0, null)})`.execute(trx)
      return rows.map(row => row.zone)
    },

    askPatches: (query, runId, planned, limit) => askPatches(trx, subscriptionId, { query, runId, planned, limit }),

    async findFrozen(job) {
      const { rows } = await sql<{ plan: string | null }>`
        select r.plan from run r join job j on j.id = r.job_id
         where j.public_id = ${job} and r.plan is not null and r.state <> 'due' order by r.id desc limit 1`.execute(trx)
      return rows[0] === undefined ? null : frozenIds(rows[0].plan)
    },

    async findOwnList(job) {
      const { rows } = await sql<{ document: string }>`
        select s.document from job j join job_spec s on s.job_id = j.id and s.version = j.spec_version
         where j.public_id = ${job}`.execute(trx)
      const choice = rows[0] === undefined ? null : readSpec(rows[0].document).patches
      return choice?.from === 'list' ? choice.patches : []
    },

    listRules: (patchIds, nowMs) => listRules(trx, subscriptionId, patchIds, nowMs),

    loadRollbacks: (assetIds, patches) => loadRollbacks(trx, assetIds, patches),

    async loadAssets(assetIds, patchIds, tags, planned) {
      const { rows } = await sql<TaskAssetRow>`
        select ${standingColumns(planned)}, ${carriedTags(tags)} as tags, l.public_id as agent_id, l.zone, l.features,
               coalesce(pc.document, pd.document) -> 'blackouts' as blackouts
          from ${assetTables}
         where a.asset_id = any(${[...assetIds]}::bigint[]) and a.removed_at is null order by a.asset_id`.execute(trx)
      const findings = await loadFindings(trx, assetIds, patchIds)
      return rows.map(row => ({
        ...standingOf(row, planned),
        agentId: row.agent_id,
        zone: row.zone,
        features: row.features,
        blackouts: row.blackouts ?? [],
        tags: new Set(row.tags),
        findings: findings.get(row.asset_id) ?? [],
      }))
    },
  }
}

interface TaskAssetRow extends StandingRow {
  tags: string[]
  agent_id: string
  zone: string
  features: string[]
  blackouts: BlackoutWindow[] | null
}

/** Ids of assets that a tag of the choice, or the hand, brings. */
const broughtBy = ({ tags, include }: AssetChoice, after: number, limit: number | null) => sql`
  select b.asset_id from (
    select t.asset_id from asset_tag t join tag_above u on u.tag_id = t.tag_id join tag g on g.id = u.above_id
     where g.public_id = any(${[...tags]}::uuid[]) and t.asset_id > ${after}
    union
    select i.asset_id from asset i where i.public_id = any(${[...include]}::uuid[]) and i.asset_id > ${after}
  ) b join asset c on c.asset_id = b.asset_id and c.removed_at is null order by b.asset_id limit ${limit}`
