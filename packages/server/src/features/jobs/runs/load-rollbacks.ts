import type { PatchRefusal, PlanFinding } from '@patchyard/domain'
import { type RollbackEntry, rollbackSection, type Row } from '@patchyard/protocol'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** What the planner of a rollback job looks at in the place of missing patches (`loadFindings`). */
export interface Rollbacks {
  /** One for each patch: with the earlier versions as candidates, or without packages where it cannot be taken back. */
  readonly findings: readonly PlanFinding[]
  /** Why those cannot; for `PlanAsset.ruled`. */
  readonly refused: ReadonlyMap<number, PatchRefusal>
}

export type RollbackPatches = readonly { readonly patchId: number; readonly key: string }[]

/** By asset, from what each agent itself kept and reported last (section rollback.1); one statement whatever their number. */
export async function loadRollbacks(
  trx: Trx,
  assetIds: readonly number[],
  patches: RollbackPatches,
): Promise<ReadonlyMap<number, Rollbacks>> {
  const { rows } = await sql<{ asset_id: number; rows: Row[] | null }>`
    select s.asset_id, s.rows from asset_section s
     where s.name = 'rollback.1' and s.asset_id = any(${[...assetIds]}::bigint[])`.execute(trx)
  const reported = new Map(rows.map(row => [row.asset_id, row.rows ?? []]))
  return new Map(assetIds.map(id => [id, rollbacksOf(reported.get(id) ?? [], patches)]))
}

/** Of one asset. Pure. */
export function rollbacksOf(rows: readonly Row[], patches: RollbackPatches): Rollbacks {
  const byPatch = new Map<string, RollbackEntry[]>()
  for (const entry of rows.map(row => rollbackSection.fromRow(row))) {
    const known = byPatch.get(entry.patch)
    if (known === undefined) byPatch.set(entry.patch, [entry])
    else known.push(entry)
  }
  const findings: PlanFinding[] = []
  const refused = new Map<number, PatchRefusal>()
  for (const { patchId, key } of patches) {
    const entries = byPatch.get(key) ?? []
    const [closed] = entries.filter(one => one.oneWay !== '')
    if (entries.length === 0) {
      refused.set(patchId, { reason: 'patch_one_way', detail: 'Nothing was kept on this asset to take it back with.' })
    } else if (closed !== undefined) {
      refused.set(patchId, {
        reason: 'patch_one_way',
        detail: `${closed.package}: ${closed.detail} (${closed.oneWay})`,
      })
    }
    findings.push({ patchId, status: 'missing', packages: refused.has(patchId) ? [] : entries.map(toUpdate) })
  }
  return { findings, refused }
}

function toUpdate(entry: RollbackEntry): PlanFinding['packages'][number] {
  return {
    name: entry.package,
    arch: entry.arch,
    installed: entry.installed,
    candidate: entry.earlier,
    isSecurity: false,
    origin: '',
    // The agent itself kept it, or asks its authenticated repositories again.
    authenticated: true,
    heldBack: null,
  }
}
