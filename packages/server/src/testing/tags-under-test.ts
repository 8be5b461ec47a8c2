import type { TagRule } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import type { Database } from '../database/database.ts'
import { searchable } from '../database/search-columns.ts'
import { tagFollowing } from '../features/tags/register-tags.ts'
import { createTagChores, type TagChores } from '../features/tags/tag-chores.ts'
import { createTagsService, type TagsService } from '../features/tags/tags-service.ts'
import type { Principal } from '../http/principal.ts'
import { everyAssetChange } from '../storage/ports/asset-changes.ts'
import type { AssetChange } from '../storage/ports/asset-changes.ts'
import { testPrincipal } from './test-principal.ts'

/** Tags without routes, in one subscription, by somebody who may do everything. */
export interface TagsUnderTest {
  readonly service: TagsService
  readonly chores: TagChores
  readonly somebody: Principal
  create(name: string, rule: TagRule | null, parent?: string): Promise<string>
  /** In one transaction, as a report does it: the asset gets another name, and the rules are asked. */
  rename(assetId: number, name: string): Promise<void>
  /** As whoever has changed these things of the assets says it; without them: everything. */
  assetsChanged(assetIds: readonly number[], changes?: readonly AssetChange[]): Promise<void>
}

export function tagsUnderTest(database: Database, subscriptionId: number, nowMs: number): TagsUnderTest {
  const clock: Clock = { ...systemClock, nowMs: () => nowMs }
  const { trees, follower } = tagFollowing(clock, [])
  const service = createTagsService({ database, clock, random: systemRandom, trees, follower })
  const somebody = testPrincipal({ subscriptionId })
  return {
    service,
    chores: createTagChores({ database, clock, trees, follower }),
    somebody,
    create: (name, rule, parent) => service.create(somebody, { name, rule, parent: parent ?? null }),
    rename: (assetId, name) =>
      database.inSubscription(subscriptionId, async trx => {
        await follower.begin(trx)
        await trx.updateTable('asset').set(searchable('name', name)).where('asset_id', '=', assetId).execute()
        await follower.assetsChanged(trx, subscriptionId, [assetId], new Set(['system']))
      }),
    assetsChanged: (assetIds, changes) =>
      database.inSubscription(subscriptionId, trx =>
        follower.assetsChanged(
          trx,
          subscriptionId,
          assetIds,
          changes === undefined ? everyAssetChange : new Set(changes),
        ),
      ),
  }
}
