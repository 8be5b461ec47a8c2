import {
  type AgentStanding,
  type LicenceKind,
  licencePermits,
  type PackageUpdate,
  type PlanAsset,
  type PlanFinding,
  type PlanPatch,
} from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

export interface ChosenAsset extends PlanAsset {
  readonly agentId: string
}

export interface Chosen {
  readonly assets: readonly ChosenAsset[]
  readonly patches: readonly PlanPatch[]
  readonly unknownAssets: readonly string[]
  readonly unknownPatches: readonly string[]
}

/** For whom and when it is planned: scope, licence and pauses are those of this moment. */
export interface PlannedFor {
  readonly ownerId: number
  readonly licence: LicenceKind
  readonly nowMs: number
}

/** Everything the planner looks at, for the chosen public ids, in the order chosen. Removed assets are not there. */
export async function loadChosen(
  trx: Trx,
  assetIds: readonly string[],
  patchIds: readonly string[],
  planned: PlannedFor,
): Promise<Chosen> {
  const patches = await loadPatches(trx, patchIds)
  const assets = await loadAssets(trx, assetIds, planned)
  const findings = await loadFindings(
    trx,
    [...assets.values()].map(a => a.assetId),
    [...patches.values()].map(p => p.patchId),
  )
  return {
    assets: assetIds.flatMap(id => {
      const asset = assets.get(id)
      return asset === undefined ? [] : [{ ...asset, findings: findings.get(asset.assetId) ?? [] }]
    }),
    patches: patchIds.flatMap(id => patches.get(id) ?? []),
    unknownAssets: assetIds.filter(id => !assets.has(id)),
    unknownPatches: patchIds.filter(id => !patches.has(id)),
  }
}

async function loadPatches(trx: Trx, ids: readonly string[]): Promise<Map<string, PlanPatch>> {
  const rows = await trx
    .selectFrom('patch')
    .select(['id', 'public_id', 'key', 'title', 'deprecated_at'])
    .where('public_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  return new Map(
    rows.map(row => [
      row.public_id,
      {
        patchId: row.id,
        publicId: row.public_id,
        key: row.key,
        title: row.title,
        deprecated: row.deprecated_at !== null,
      },
    ]),
  )
}

interface AssetRow {
  asset_id: number
  public_id: string
  agent_id: string
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

async function loadAssets(
  trx: Trx,
  ids: readonly string[],
  { ownerId, licence, nowMs }: PlannedFor,
): Promise<Map<string, ChosenAsset>> {
  const { rows } = await sql<AssetRow>`
    select a.asset_id, a.public_id, l.public_id as agent_id, a.name, a.platform, l.standing,
           a.activated_at is not null and l.deactivated_at is null as activated, a.licensed,
           coalesce(a.paused_until > ${new Date(nowMs)}, false) as paused,
           not coalesce((coalesce(pc.document, pd.document) ->> 'patching')::boolean, true) as patching_off, a.scan_finished_at is not null as scanned,
           exists (select 1 from membership m where m.person_id = ${ownerId} and m.all_assets)
             or exists (select 1 from asset_tag t join tag_above u on u.tag_id = t.tag_id
                          join membership_tag mt on mt.tag_id = u.above_id
                         where t.asset_id = a.asset_id and mt.person_id = ${ownerId}) as in_scope
      from asset a join agent_line l on l.asset_id = a.asset_id
      left join asset_profile x on x.asset_id = a.asset_id
      left join configuration_profile pc on pc.id = x.configuration_id
      left join configuration_profile pd on pd.is_default
     where a.public_id = any(${[...ids]}::uuid[]) and a.removed_at is null`.execute(trx)
  return new Map(
    rows.map(row => [
      row.public_id,
      {
        assetId: row.asset_id,
        publicId: row.public_id,
        agentId: row.agent_id,
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
        findings: [],
      },
    ]),
  )
}

async function loadFindings(
  trx: Trx,
  assetIds: readonly number[],
  patchIds: readonly number[],
): Promise<Map<number, PlanFinding[]>> {
  const rows = await sql<{
    asset_id: number
    patch_id: number
    status: number
    packages: PackageUpdate[] | null
  }>`
    select f.asset_id, f.patch_id, f.status,
           (select json_agg(json_build_object(
                     'name', u.name, 'arch', u.architecture, 'installed', u.installed, 'candidate', u.candidate,
                     'isSecurity', u.is_security, 'origin', u.origin, 'authenticated', u.authenticated,
                     'heldBack', u.held_back) order by u.name, u.architecture)
              from asset_update a join package_update u on u.id = any(a.ids)
             where a.asset_id = f.asset_id and u.patch_id = f.patch_id) as packages
      from finding f
     where f.asset_id = any(${[...assetIds]}::bigint[]) and f.patch_id = any(${[...patchIds]}::int[])`.execute(trx)
  const byAsset = new Map<number, PlanFinding[]>()
  for (const row of rows.rows) {
    const finding: PlanFinding = {
      patchId: row.patch_id,
      status: row.status === 1 ? 'missing' : 'installed',
      packages: row.packages ?? [],
    }
    const list = byAsset.get(row.asset_id)
    if (list === undefined) byAsset.set(row.asset_id, [finding])
    else list.push(finding)
  }
  return byAsset
}
