import { licencePermits, type PlanFinding } from '@patchyard/domain'
import type { ChosenAsset, PlannedFor } from '../../features/jobs/plan-read-model.ts'
import type { AssetRow, Tenant } from './tenant.ts'

/** An asset as the planner sees it, with its findings among `patchIds`; nothing for one that is not there. */
export function chosenAsset(
  tenant: Tenant,
  asset: AssetRow | undefined,
  patchIds: ReadonlySet<number>,
  { ownerId, licence, nowMs }: PlannedFor,
): ChosenAsset[] {
  const line = asset === undefined ? undefined : tenant.lines.get(asset.assetId)
  if (asset === undefined || line === undefined || asset.isRemoved) return []
  const updates = tenant.updates.get(asset.assetId) ?? []
  const findings = [...(tenant.findings.get(asset.assetId) ?? new Map()).values()]
    .filter(finding => patchIds.has(finding.patchId))
    .map(
      (finding): PlanFinding => ({
        patchId: finding.patchId,
        status: finding.status,
        packages: updates
          .filter(row => row.patchId === finding.patchId)
          .map(row => row.update)
          .sort((a, b) => (`${a.name} ${a.arch}` < `${b.name} ${b.arch}` ? -1 : 1)),
      }),
    )
  const { assetId, publicId, name, platform, scan } = asset
  const { agentId, standing } = line
  // Whoever is not written down sees all assets: the simulator has one person, who sees everything.
  const scope = tenant.people.get(ownerId)?.tagIds ?? null
  const standingOfAsset = {
    inOwnersScope: scope === null || asset.tagIds.some(id => scope.includes(id)),
    activated: asset.activatedMs !== null && !asset.isDeactivated,
    licensed: asset.isLicensed && licencePermits(licence),
    paused: asset.pausedUntilMs !== null && asset.pausedUntilMs > nowMs,
    patchingOff: tenant.settings.document?.patching === false,
  }
  return [
    { assetId, publicId, agentId, name, platform, standing, ...standingOfAsset, scanned: scan !== null, findings },
  ]
}
