import type { LicenceKind, PlanAsset, PlanPatch } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { assetTables, standingColumns, standingOf, type StandingRow } from './runs/asset-facts.ts'
import { loadFindings } from './runs/load-findings.ts'

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

async function loadAssets(trx: Trx, ids: readonly string[], planned: PlannedFor): Promise<Map<string, ChosenAsset>> {
  const { rows } = await sql<StandingRow & { agent_id: string }>`
    select ${standingColumns(planned)}, l.public_id as agent_id from ${assetTables}
     where a.public_id = any(${[...ids]}::uuid[]) and a.removed_at is null`.execute(trx)
  return new Map(rows.map(row => [row.public_id, { ...standingOf(row, planned), agentId: row.agent_id, findings: [] }]))
}
