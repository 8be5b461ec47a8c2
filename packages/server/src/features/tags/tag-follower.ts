import type { Clock } from '@patchyard/domain'
import type { Trx } from '../../database/database.ts'
import type { TagFollower } from '../../storage/ports/tag-follower.ts'
import { askOneAsset } from './ask-one-asset.ts'
import { assetTagStore, assetsOf } from './asset-tag-store.ts'
import type { AssetChange } from '../../storage/ports/asset-changes.ts'
import type { RuleTrees } from './rules/rule-trees.ts'
import { createRuleKeeper } from './rules/rules-of-subscription.ts'
import { isMoved, type StoredRule } from './rules/stored-rules.ts'
import { lockAssets, shareTags } from './tag-lock.ts'

/**
 * Who else follows tags on assets (licences, profiles): called in the transaction that changed them, behind the tags' own work.
 */
export type TagListener = (
  trx: Trx,
  change: { readonly subscriptionId: number; readonly assetIds: readonly number[]; readonly nowMs: number },
) => Promise<void>

/** Above this many, a statement for each rule costs less than reading the assets into memory. */
const FEW = 8

/** 100,000 rows of `asset` take ten seconds: what is more than this is weighed within seconds, not at once. */
export const WEIGHED_AT_ONCE = 1000

export function createTagFollower(ports: {
  clock: Clock
  trees: RuleTrees
  listeners: readonly TagListener[]
}): TagFollower {
  const { clock, listeners } = ports
  const rulesOf = createRuleKeeper(ports.trees)

  async function askMany(
    trx: Trx,
    rules: readonly StoredRule[],
    asked: { assetIds: readonly number[]; changes: ReadonlySet<AssetChange>; subscriptionId: number; nowMs: number },
  ): Promise<Set<number>> {
    const moved = new Set<number>()
    for (const rule of rules) {
      if (!isMoved(rule, asked.changes, asked.changes.has('tags') || moved.size > 0)) continue
      const { tagId, tree } = rule
      for (const id of assetsOf(await assetTagStore.follow(trx, { ...asked, tagId, tree }))) moved.add(id)
    }
    return moved
  }

  async function retagged(
    trx: Trx,
    subscriptionId: number,
    assetIds: readonly number[],
    weigh: boolean,
  ): Promise<void> {
    if (assetIds.length === 0) return
    await assetTagStore.noteChange(trx)
    if (weigh) await (assetIds.length > WEIGHED_AT_ONCE ? assetTagStore.weighLater : assetTagStore.weigh)(trx, assetIds)
    for (const listener of listeners) await listener(trx, { subscriptionId, assetIds, nowMs: clock.nowMs() })
  }

  return {
    begin: shareTags,
    retagged,

    async assetsChanged(trx, subscriptionId, assetIds, changes) {
      if (assetIds.length === 0) return
      await shareTags(trx)
      const { movedBy, tags } = await rulesOf(trx, subscriptionId)
      const asking = movedBy(changes)
      const { rules } = asking
      const asked = { changes, subscriptionId, nowMs: clock.nowMs() }
      const moved = new Set<number>(changes.has('tags') ? assetIds : [])
      if (rules.length > 0) {
        // Two who change other things of one asset see each other's tags, one behind the other.
        if (asking.asksForTags) await lockAssets(trx, assetIds)
        if (assetIds.length <= FEW) {
          for (const assetId of assetIds) {
            if (await askOneAsset(trx, asking, tags, { ...asked, assetId })) moved.add(assetId)
          }
        } else {
          for (const id of await askMany(trx, rules, { ...asked, assetIds })) moved.add(id)
        }
      }
      await retagged(trx, subscriptionId, [...moved], true)
    },
  }
}
