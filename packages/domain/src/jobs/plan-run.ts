import type { SkipReason } from '../states/reasons.ts'
import type { PackageUpdate } from '../findings/package-update.ts'
import { assetRefusal, type AssetStanding } from './choose/choose-assets.ts'
import type { PatchRefusal } from './choose/patch-rule.ts'

/** An asset as the planner sees it. `findings` holds its missing and installed patches among the chosen ones. */
export interface PlanAsset extends AssetStanding {
  readonly assetId: number
  readonly publicId: string
  readonly name: string
  readonly findings: readonly PlanFinding[]
  /** Patches that rules for assets of its tags refuse here, with the rule in words; none: no such rule. */
  readonly ruled?: ReadonlyMap<number, PatchRefusal>
}

export interface PlanFinding {
  readonly patchId: number
  readonly status: 'missing' | 'installed'
  readonly packages: readonly PackageUpdate[]
}

export interface PlanPatch {
  readonly patchId: number
  readonly publicId: string
  readonly key: string
  readonly title: string
  readonly deprecated: boolean
}

export interface PlanInput {
  readonly platform: string
  readonly assets: readonly PlanAsset[]
  readonly patches: readonly PlanPatch[]
  /** Chosen ids that lead nowhere in this subscription. */
  readonly unknownAssets: readonly string[]
  readonly unknownPatches: readonly string[]
  /** The owner allows packages from repositories that a host does not authenticate; never by default. */
  readonly maxPackagesPerItem: number
}

export interface PlannedItem {
  readonly n: number
  readonly patchId: number
  readonly key: string
  readonly packages: readonly { name: string; arch: string; from: string | null; to: string }[]
}

/** A chosen patch that this asset gets no item for, with the reason; `alreadyInstalled` is good news, not a fault. */
export interface LeftOutPatch {
  readonly patchId: number
  readonly state: 'skipped' | 'alreadyInstalled' | 'deprecated'
  readonly reason: SkipReason | null
  /** The rule that says so, in words. */
  readonly detail?: string
}

export interface PlannedTask {
  readonly assetId: number
  readonly items: readonly PlannedItem[]
  readonly leftOut: readonly LeftOutPatch[]
  /** Set when nothing will be sent: the task is made all the same, so that the asset shows up with its reason. */
  readonly skip: SkipReason | null
}

export interface RunPlan {
  readonly tasks: readonly PlannedTask[]
  readonly leftOut: readonly { kind: 'asset' | 'patch'; publicId: string; name: string; reason: SkipReason }[]
}

/**
 * Who gets what in one run. Every chosen asset and patch comes out somewhere: in an item, in a task that is skipped,
 * or left out, always with a reason. Pure; the order of items is the order in which people chose the patches.
 */
export function planRun(input: PlanInput): RunPlan {
  const leftOut: { kind: 'asset' | 'patch'; publicId: string; name: string; reason: SkipReason }[] = [
    ...input.unknownAssets.map(id => ({
      kind: 'asset' as const,
      publicId: id,
      name: '',
      reason: 'asset_not_found' as const,
    })),
    ...input.unknownPatches.map(id => ({
      kind: 'patch' as const,
      publicId: id,
      name: '',
      reason: 'patch_not_found' as const,
    })),
  ]
  const found = new Set<number>()
  const tasks = input.assets.map(asset => {
    // Of an asset that the owner may not see, not even whether it misses a patch.
    if (asset.inOwnersScope) for (const finding of asset.findings) found.add(finding.patchId)
    return planTask(asset, input)
  })
  for (const patch of input.patches) {
    if (found.has(patch.patchId)) continue
    leftOut.push({ kind: 'patch', publicId: patch.publicId, name: patch.title, reason: 'patch_not_missing' })
  }
  return { tasks, leftOut }
}

function planTask(asset: PlanAsset, input: PlanInput): PlannedTask {
  const refused = assetRefusal(asset, input.platform)
  if (refused !== null) return { assetId: asset.assetId, items: [], leftOut: [], skip: refused }
  const byPatch = new Map(asset.findings.map(f => [f.patchId, f]))
  const items: PlannedItem[] = []
  const leftOut: LeftOutPatch[] = []
  for (const patch of input.patches) {
    const finding = byPatch.get(patch.patchId)
    if (finding === undefined) continue
    const ruled = finding.status === 'missing' && !patch.deprecated ? asset.ruled?.get(patch.patchId) : undefined
    const verdict =
      ruled === undefined ? planItem(patch, finding, input.maxPackagesPerItem) : { state: 'skipped' as const, ...ruled }
    if ('state' in verdict) leftOut.push({ patchId: patch.patchId, ...verdict })
    else items.push({ n: items.length + 1, patchId: patch.patchId, key: patch.key, packages: verdict.packages })
  }
  return { assetId: asset.assetId, items, leftOut, skip: items.length === 0 ? 'nothing_to_do' : null }
}

type ItemVerdict =
  | { readonly packages: PlannedItem['packages'] }
  | { readonly state: LeftOutPatch['state']; readonly reason: SkipReason | null }

function planItem(patch: PlanPatch, finding: PlanFinding, maxPackages: number): ItemVerdict {
  if (patch.deprecated) return { state: 'deprecated', reason: 'patch_deprecated' }
  if (finding.status === 'installed') return { state: 'alreadyInstalled', reason: null }
  const free = finding.packages.filter(p => p.heldBack === null)
  if (free.length === 0) return { state: 'skipped', reason: 'patch_held' }
  // One package that the host cannot authenticate taints the transaction: apt and dnf install all of it or nothing.
  if (free.some(p => !p.authenticated)) return { state: 'skipped', reason: 'patch_unauthenticated' }
  if (free.length > maxPackages) return { state: 'skipped', reason: 'patch_too_large' }
  return { packages: free.map(p => ({ name: p.name, arch: p.arch, from: p.installed, to: p.candidate })) }
}
