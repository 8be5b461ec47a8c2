import { resolveFindings, versionSchemes } from '@patchyard/domain'
import type { UpdatesApplied } from '../../storage/ports/inventory-store.ts'
import type { UnitOfWork } from '../../storage/unit-of-work.ts'
import { installedOf } from '../inventory/inventory-service.ts'

/** What the engine offers now moves the asset's findings: missing while offered, installed when its version is there. */
export async function moveFindings(
  stores: UnitOfWork,
  assetId: number,
  updates: UpdatesApplied,
  nowMs: number,
): Promise<void> {
  const offeredIds = updates.offered.map(o => o.patchId)
  const current = await stores.findings.load(assetId, offeredIds)
  const offeredSet = new Set(offeredIds)
  const vanished = current.filter(f => f.status === 'missing' && !offeredSet.has(f.patchId))
  const names = vanished.flatMap(f => updates.before.get(f.patchId)?.packages.map(p => p.name) ?? [])
  const changes = resolveFindings({
    nowMs,
    current,
    before: updates.before,
    offered: updates.offered,
    installed: await installedOf(stores, assetId, names),
    compare: versionSchemes[updates.scheme].compare,
  })
  await stores.findings.apply(assetId, changes, current)
}
