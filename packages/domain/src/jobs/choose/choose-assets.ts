import type { AgentStanding } from '../../states/agent-state.ts'
import type { SkipReason } from '../../states/reasons.ts'
import type { AssetChoice, MatchMode } from '../definition/job-definition.ts'

/** How an asset stands for any job: what can keep it from being patched. */
export interface AssetStanding {
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
}

export interface CandidateAsset extends AssetStanding {
  readonly assetId: number
  readonly publicId: string
  /** Public ids of the choice's tags, in and out, that it carries: itself or by a tag below. Others may be among them. */
  readonly tags: ReadonlySet<string>
}

/** Who brought an asset into a run. Both: by hand, which is the stronger of the two. */
export type ChosenBy = 'tag' | 'hand'

export interface AssetVerdict {
  readonly assetId: number
  readonly by: ChosenBy
  /** Null: it takes part. */
  readonly reason: SkipReason | null
}

/**
 * Which of these assets a job means, and why each of the others does not take part, in the order of the field: (1) assets that carry the
 * tags, (2) without those that carry the excluded tags, (3) with those chosen by hand, (4) without those excluded by hand; then what
 * keeps an asset from being patched at all ({@link assetRefusal}). Assets that nothing brings are in no answer. Pure; O(assets).
 */
export function chooseAssets(
  choice: AssetChoice,
  platform: string,
  assets: Iterable<CandidateAsset>,
): readonly AssetVerdict[] {
  const include = new Set(choice.include)
  const exclude = new Set(choice.exclude)
  const verdicts: AssetVerdict[] = []
  for (const asset of assets) {
    const byHand = include.has(asset.publicId)
    if (!byHand && !carries(asset.tags, choice.tags, choice.matchTags)) continue
    const by = byHand ? 'hand' : 'tag'
    verdicts.push({ assetId: asset.assetId, by, reason: reasonOf(asset, by) })
  }
  return verdicts

  function reasonOf(asset: CandidateAsset, by: ChosenBy): SkipReason | null {
    // Of what the owner may not see nothing else is told, not even that it carries another tag.
    if (!asset.inOwnersScope) return 'asset_outside_scope'
    if (exclude.has(asset.publicId)) return 'asset_excluded'
    if (by === 'tag' && carries(asset.tags, choice.excludeTags, choice.matchExcludeTags)) return 'asset_tag_excluded'
    return assetRefusal(asset, platform)
  }
}

/** No tags mean nobody: an empty list of excluded tags excludes nothing, an empty list of tags brings nothing. */
function carries(carried: ReadonlySet<string>, asked: readonly string[], mode: MatchMode): boolean {
  if (asked.length === 0) return false
  return mode === 'all' ? asked.every(tag => carried.has(tag)) : asked.some(tag => carried.has(tag))
}

/** The first of these that holds. What the owner may not see comes first: nothing else about the asset is told then. */
export function assetRefusal(asset: AssetStanding, platform: string): SkipReason | null {
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
