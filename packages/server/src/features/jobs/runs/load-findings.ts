import type { PackageUpdate, PlanFinding } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { packageUpdateOf, type PackageUpdateRow } from '../../../storage/package-update-row.ts'

interface UpdateRow extends PackageUpdateRow {
  id: number
  patch_id: number
}

/**
 * What these assets have and miss of these patches, by asset, each with its packages in order of their names. Three statements whatever
 * the number of assets: many of them share the same rows of updates, which come once.
 */
export async function loadFindings(
  trx: Trx,
  assetIds: readonly number[],
  patchIds: readonly number[],
): Promise<ReadonlyMap<number, readonly PlanFinding[]>> {
  if (assetIds.length === 0 || patchIds.length === 0) return new Map()
  const findings = await sql<{ asset_id: number; patches: number[]; states: number[] }>`
    select f.asset_id, array_agg(f.patch_id) as patches, array_agg(f.status::int) as states from finding f
     where f.asset_id = any(${[...assetIds]}::bigint[]) and f.patch_id = any(${[...patchIds]}::int[])
     group by f.asset_id`.execute(trx)
  const lists = await sql<{ asset_id: number; ids: number[] }>`
    select u.asset_id, u.ids from asset_update u where u.asset_id = any(${[...assetIds]}::bigint[])`.execute(trx)
  const idsOf = new Map(lists.rows.map(row => [row.asset_id, row.ids]))
  const updates = await loadUpdates(trx, [...new Set(lists.rows.flatMap(row => row.ids))], patchIds)
  const byAsset = new Map<number, readonly PlanFinding[]>()
  for (const { asset_id, patches, states } of findings.rows) {
    const packages = new Map<number, PackageUpdate[]>()
    const rows = (idsOf.get(asset_id) ?? []).flatMap(id => updates.get(id) ?? [])
    for (const row of rows.toSorted((a, b) => a.order - b.order)) {
      const list = packages.get(row.patchId)
      if (list === undefined) packages.set(row.patchId, [row.update])
      else list.push(row.update)
    }
    byAsset.set(
      asset_id,
      patches.map((patchId, n) => ({
        patchId,
        status: states[n] === 1 ? 'missing' : 'installed',
        packages: packages.get(patchId) ?? [],
      })),
    )
  }
  return byAsset
}

interface LoadedUpdate {
  readonly patchId: number
  /** By name and architecture. */
  readonly order: number
  readonly update: PackageUpdate
}

async function loadUpdates(
  trx: Trx,
  ids: readonly number[],
  patchIds: readonly number[],
): Promise<ReadonlyMap<number, LoadedUpdate>> {
  const { rows } = await sql<UpdateRow>`
    select u.id, u.patch_id, u.name, u.architecture, u.installed, u.candidate, u.is_security, u.origin, u.authenticated, u.held_back
      from package_update u
     where u.id = any(${[...ids]}::int[]) and u.patch_id = any(${[...patchIds]}::int[])
     order by u.name, u.architecture, u.id`.execute(trx)
  return new Map(
    rows.map((row, order) => [
      row.id,
      {
        patchId: row.patch_id,
        order,
        update: packageUpdateOf(row),
      },
    ]),
  )
}
