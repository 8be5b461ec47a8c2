import type { SkipReason } from '../../states/reasons.ts'

/**
 * What a subscription says about patches to every job, with a reason and perhaps an end. `block`: never. `pin`: the product stays where it
 * is; of a patch: it may go to that one and no further. `minAge`: not before it has been published for so many days.
 */
export const patchRuleKinds = ['block', 'pin', 'minAge'] as const
export type PatchRuleKind = (typeof patchRuleKinds)[number]

/** What a rule is about: a patch by its key, a product (the patches that replace each other), a query about patches, or every patch. */
export const patchRuleTargets = ['patch', 'product', 'query', 'all'] as const
export type PatchRuleTarget = (typeof patchRuleTargets)[number]

export const patchRuleLimits = {
  rules: 1000,
  tags: 100,
  nameLength: 200,
  reasonLength: 1000,
  minAgeDays: { min: 1, max: 365 },
} as const

/** A rule with what it comes to for the patches of one run. */
export interface PlanRule {
  readonly name: string
  readonly reason: string
  readonly kind: PatchRuleKind
  /** Ids inside the database of the patches that it is about. Of a pinned patch: the others of its product. */
  readonly patches: ReadonlySet<number>
  /** Tags of assets, public ids, any of which is enough; empty: all assets. */
  readonly tags: readonly string[]
  /** Of `minAge`. */
  readonly minAgeDays: number
}

/** Why a patch is left out, and in whose words. */
export interface PatchRefusal {
  readonly reason: SkipReason
  /** Name and reason of the rule, for people; empty where no rule says it. */
  readonly detail: string
}

const DAY_MS = 86_400_000

/**
 * Younger than so many days at `atMs`. One that nobody dated counts from when it was first seen. Zero days ask nothing, also of a patch
 * that is dated later than now: publishers date ahead, and clocks differ.
 */
export const isTooYoung = (publishedMs: number, minAgeDays: number, atMs: number): boolean =>
  minAgeDays > 0 && publishedMs + minAgeDays * DAY_MS > atMs

/** What a rule says to a patch that it is about; null: it has nothing against it. */
export function ruleRefusal(rule: PlanRule, publishedMs: number, atMs: number): PatchRefusal | null {
  const detail = `Rule “${rule.name}”: ${rule.reason}`
  switch (rule.kind) {
    case 'block':
      return { reason: 'patch_blocked', detail }
    case 'pin':
      return { reason: 'patch_pinned', detail }
    case 'minAge':
      return isTooYoung(publishedMs, rule.minAgeDays, atMs) ? { reason: 'patch_too_young', detail } : null
  }
}
