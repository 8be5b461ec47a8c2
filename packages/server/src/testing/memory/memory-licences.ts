import { assignLicences, licenceLimit } from '@patchyard/domain'
import type { Tenant } from './tenant.ts'

/** The twin of who is licensed. The simulator's subscription has no tags that decide about it. */
export function assignMemoryLicences(tenant: Tenant, nowMs: number): void {
  const candidates = tenant.assets.rows().map(({ assetId, activatedMs, isDeactivated, isRemoved, tagIds }) => {
    const standing = tenant.lines.get(assetId)?.standing
    const isThere = !isDeactivated && !isRemoved && (standing === 'active' || standing === 'quarantined')
    return { assetId, activatedAtMs: isThere ? activatedMs : null, tagIds: new Set(tagIds) }
  })
  const { licensed } = assignLicences(candidates, { include: [], exclude: [] }, licenceLimit(tenant.licence, nowMs))
  for (const asset of tenant.assets.rows()) {
    const isLicensed = licensed.has(asset.assetId)
    if (asset.isLicensed !== isLicensed) tenant.assets.set(asset.assetId, { ...asset, isLicensed })
  }
}
