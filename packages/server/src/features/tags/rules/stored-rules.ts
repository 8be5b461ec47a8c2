import type { QueryTree } from '@patchyard/query'
import type { AssetChange } from '../../../storage/ports/asset-changes.ts'
import type { RuleFollows } from './rule-follows.ts'

export interface StoredRule {
  readonly tagId: number
  readonly tree: QueryTree
  readonly follows: ReadonlySet<RuleFollows>
}

/** Whether what has changed so far can move the rule. */
export const isMoved = (rule: StoredRule, changes: ReadonlySet<AssetChange>, tagsMoved: boolean): boolean =>
  (tagsMoved && rule.follows.has('tags')) || [...changes].some(change => rule.follows.has(change))
