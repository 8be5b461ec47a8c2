import type { Clock } from '@patchyard/domain'
import { LANGUAGE_VERSION } from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { readStoredRule } from './rules/read-rule.ts'
import type { RuleTrees } from './rules/rule-trees.ts'
import { settleTags } from './settle-tags.ts'
import { assetTagStore } from './asset-tag-store.ts'
import type { TagFollower } from '../../storage/ports/tag-follower.ts'
import { WEIGHED_AT_ONCE } from './tag-follower.ts'
import { lockTags, shareTags } from './tag-lock.ts'
import { tagStore } from './tag-store.ts'

export interface TagChores {
  /**
   * Rules that another version of the language wrote, read in this one. What is no longer understood is kept as it is with what is
   * wrong, and its tag keeps its assets: never none, never more.
   */
  renewRules(subscriptionId: number): Promise<void>
  /** Rules whose answer time, check-ins or feeds change, asked again; each in a transaction of its own, so that agents wait for one. */
  askTimedRules(subscriptionId: number): Promise<void>
  /** Criticality of assets, where it was left for later. */
  weighAssets(subscriptionId: number): Promise<void>
}

export function createTagChores(ports: {
  database: Database
  clock: Clock
  trees: RuleTrees
  follower: TagFollower
}): TagChores {
  const { database, clock } = ports

  const settle = (subscriptionId: number, work: (trx: Trx) => Promise<readonly number[]>): Promise<void> =>
    database.inSubscription(subscriptionId, async trx => {
      await lockTags(trx)
      const ask = await work(trx)
      if (ask.length === 0) return
      await settleTags(ports, trx, { subscriptionId, nowMs: clock.nowMs(), before: await tagStore.loadAll(trx), ask })
    })

  return {
    async renewRules(subscriptionId) {
      const ids = await database.inSubscription(subscriptionId, tagStore.listOldRules)
      if (ids.length === 0) return
      await settle(subscriptionId, async trx => {
        const tags = await tagStore.loadAll(trx)
        for (const tag of tags) {
          if (tag.ruleQuery === null || tag.ruleLanguage === LANGUAGE_VERSION) continue
          const { rule, errors } = readStoredRule(tag.ruleQuery)
          await tagStore.renewRule(trx, tag.id, rule ?? errors)
        }
        return ids
      })
    },

    async weighAssets(subscriptionId) {
      let weighed = 0
      do {
        weighed = await database.inSubscription(subscriptionId, async trx => {
          await shareTags(trx)
          await assetTagStore.gatherChanges(trx)
          return assetTagStore.weighSome(trx, WEIGHED_AT_ONCE)
        })
      } while (weighed === WEIGHED_AT_ONCE)
    },

    async askTimedRules(subscriptionId) {
      const ids = await database.inSubscription(subscriptionId, tagStore.listTimedRules)
      for (const id of ids) {
        await settle(subscriptionId, async trx => {
          const row = await trx.selectFrom('tag').select('id').where('id', '=', id).executeTakeFirst()
          return row === undefined ? [] : [id]
        })
      }
    },
  }
}
