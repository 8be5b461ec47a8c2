import type { AgentStanding } from '../states/agent-state.ts'
import type { SkipReason } from '../states/reasons.ts'
import type { PackageUpdate } from '../findings/package-update.ts'

/** An asset as the planner sees it. `findings` holds its missing and installed patches among the chosen ones. */
export interface PlanAsset {
  readonly assetId: number
  readonly publicId: string
  readonly name: string
  readonly platform: string
  readonly standing: AgentStanding
  /** Carries a tag of the scope that the job's owner has now, or the owner sees all assets. */
  readonly inOwnersScope: boolean
  /** Patching is switched on for it. */
  readonly activated: boolean
  /** Holds one of the subscription's licences, and these have not ended. */
  readonly licensed: boolean
  /** Somebody paused it, and the date is not over. */
  readonly paused: boolean
  /** Its configuration profile switches patching off: the agent would refuse. */
  readonly patchingOff: boolean
  readonly scanned: boolean
  readonly findings: readonly PlanFinding[]
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
  const refused = assetRefusal(asset, input)
  if (refused !== null) return { assetId: asset.assetId, items: [], leftOut: [], skip: refused }
  const byPatch = new Map(asset.findings.map(f => [f.patchId, f]))
  const items: PlannedItem[] = []
  const leftOut: LeftOutPatch[] = []
  for (const patch of input.patches) {
    const finding = byPatch.get(patch.patchId)
    if (finding === undefined) continue
    const verdict = planItem(patch, finding, input.maxPackagesPerItem)
    if ('state' in verdict) leftOut.push({ patchId: patch.patchId, ...verdict })
    else items.push({ n: items.length + 1, patchId: patch.patchId, key: patch.key, packages: verdict.packages })
  }
  return { assetId: asset.assetId, items, leftOut, skip: items.length === 0 ? 'nothing_to_do' : null }
}

/** The first of these that holds. What the owner may not see comes first: nothing else about the asset is told then. */
function assetRefusal(asset: PlanAsset, { platform }: PlanInput): SkipReason | null {
  if (!asset.inOwnersScope) return 'asset_outside_scope'
  if (!asset.activated) return 'asset_not_activated'
  if (asset.platform !== platform) return 'asset_other_platform'
  if (asset.standing !== 'active') return 'asset_not_active'
  if (!asset.licensed) return 'asset_unlicensed'
  if (asset.paused) return 'asset_paused'
  if (asset.patchingOff) return 'patching_off'
  if (!asset.scanned) return 'asset_never_scanned'
  return null
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
