import { jobLimits } from '../definition/job-definition.ts'
import { isTooYoung, type PatchRefusal, type PlanRule, ruleRefusal } from './patch-rule.ts'

/** A patch as the planner sees it. */
export interface CandidatePatch {
  readonly patchId: number
  readonly publicId: string
  readonly key: string
  readonly title: string
  readonly platform: string
  readonly deprecated: boolean
  readonly superseded: boolean
  /** Published; of what nobody dated, first seen. Unix ms. */
  readonly publishedMs: number
}

export interface PatchQuestion {
  readonly platform: string
  /** `query`: they come as the newest first and only what is not superseded counts; `list`: the order is that of people. */
  readonly from: 'query' | 'list'
  readonly patches: readonly CandidatePatch[]
  readonly rules: readonly PlanRule[]
  /** The job's own rule. */
  readonly minAgeDays: number
  /** When the run begins: a patch may come of age between planning and start. */
  readonly atMs: number
  readonly limit?: number
}

export interface ChosenPatches {
  readonly chosen: readonly CandidatePatch[]
  readonly leftOut: readonly (PatchRefusal & { readonly patch: CandidatePatch })[]
}

/**
 * Which patches a run is about: those that no rule for all assets refuses, in their order, at most 2,000. Rules for some assets are asked
 * where these get their items ({@link rulesOfAsset}). Whether an asset misses a patch is not asked here. Pure.
 */
export function choosePatches(question: PatchQuestion): ChosenPatches {
  const { limit = jobLimits.patches } = question
  const everywhere = question.rules.filter(rule => rule.tags.length === 0)
  const chosen: CandidatePatch[] = []
  const leftOut: (PatchRefusal & { patch: CandidatePatch })[] = []
  for (const patch of question.from === 'query' ? newestFirst(question.patches) : question.patches) {
    const refusal = patchRefusal(patch, question, everywhere)
    if (refusal !== null) leftOut.push({ patch, ...refusal })
    else if (chosen.length === limit) leftOut.push({ patch, reason: 'patch_over_limit', detail: '' })
    else chosen.push(patch)
  }
  return { chosen, leftOut }
}

/** Of equally new ones the key decides, so that planning twice gives the same. */
const newestFirst = (patches: readonly CandidatePatch[]): readonly CandidatePatch[] =>
  patches.toSorted((a, b) => b.publishedMs - a.publishedMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))

/** The first that holds: what the catalog says of it, then the rules as they come, then the job's own age. */
function patchRefusal(
  patch: CandidatePatch,
  { from, platform, minAgeDays, atMs }: PatchQuestion,
  rules: readonly PlanRule[],
): PatchRefusal | null {
  if (patch.platform !== platform) return { reason: 'patch_other_platform', detail: '' }
  // Of a list the items themselves say it, asset by asset.
  if (from === 'query' && patch.deprecated) return { reason: 'patch_deprecated', detail: '' }
  if (from === 'query' && patch.superseded) return { reason: 'patch_superseded', detail: '' }
  const ruled = firstRefusal(patch, rules, atMs)
  if (ruled !== null) return ruled
  if (!isTooYoung(patch.publishedMs, minAgeDays, atMs)) return null
  return { reason: 'patch_too_young', detail: `The job asks for ${minAgeDays} days.` }
}

function firstRefusal(patch: CandidatePatch, rules: readonly PlanRule[], atMs: number): PatchRefusal | null {
  for (const rule of rules) {
    const refusal = rule.patches.has(patch.patchId) ? ruleRefusal(rule, patch.publishedMs, atMs) : null
    if (refusal !== null) return refusal
  }
  return null
}

/** What the rules for assets with some tags say on an asset that carries `tags`, by patch; the first rule that holds. */
export function rulesOfAsset(
  tags: ReadonlySet<string>,
  { patches, rules, atMs }: Pick<PatchQuestion, 'patches' | 'rules' | 'atMs'>,
): ReadonlyMap<number, PatchRefusal> {
  const here = rules.filter(rule => rule.tags.some(tag => tags.has(tag)))
  const refused = new Map<number, PatchRefusal>()
  if (here.length === 0) return refused
  for (const patch of patches) {
    const refusal = firstRefusal(patch, here, atMs)
    if (refusal !== null) refused.set(patch.patchId, refusal)
  }
  return refused
}
