import type { Clock, InstalledPackage } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { noticeAssets } from '../../../storage/page-notices.ts'
import type { MatchOptions, Matching } from '../../../storage/ports/matching.ts'
import type { TagFollower } from '../../../storage/ports/tag-follower.ts'
import {
  adoptReported,
  assetsConcerned,
  copyFacts,
  readChanges,
  readFollowed,
  recountAssets,
  writeFollowed,
} from './follow-store.ts'

const CHANGES = 5000
/** A transaction locks the lines of so many assets: their check-ins wait no longer than tenths of a second. */
const ASSETS = 100

interface Ports {
  readonly database: Database
  readonly clock: Clock
  matching(trx: Trx): Matching
  /** Tags, licences and profiles that follow findings. */
  readonly tags: TagFollower
}

export interface CatalogFollower {
  /**
   * Brings a subscription up to the catalog: reported patches take the feeds' facts, and every asset that a change may concern is judged
   * anew from its stored packages. What was done before a crash is done again and changes nothing. Returns how many assets were judged.
   */
  follow(subscriptionId: number): Promise<number>
  /** Judges every asset of a subscription, whatever has changed. */
  rematch(subscriptionId: number, onProgress?: (done: number, all: number) => void): Promise<number>
}

export function createCatalogFollower({ database, clock, matching, tags }: Ports): CatalogFollower {
  async function judge(
    subscriptionId: number,
    assetIds: readonly number[],
    what: Pick<MatchOptions, 'names' | 'patches'>,
    onProgress?: (done: number, all: number) => void,
  ): Promise<void> {
    const dictionary = new Map<number, InstalledPackage | null>()
    for (let at = 0; at < assetIds.length; at += ASSETS) {
      const batch = assetIds.slice(at, at + ASSETS)
      await database.inSubscription(subscriptionId, async trx => {
        await tags.begin(trx)
        const matcher = matching(trx)
        await matcher.lock(batch)
        const changed = await matcher.match(batch, { nowMs: clock.nowMs(), ...what, fresh: true, dictionary })
        await recountAssets(trx, batch)
        if (changed.length > 0) await tags.assetsChanged(trx, subscriptionId, changed, new Set(['findings']))
        await noticeAssets(trx, subscriptionId, 'asset', changed)
      })
      onProgress?.(Math.min(at + ASSETS, assetIds.length), assetIds.length)
    }
  }

  return {
    async follow(subscriptionId) {
      for (let judged = 0; ; ) {
        const step = await database.inSubscription(subscriptionId, async trx => {
          const changes = await readChanges(trx, await readFollowed(trx), CHANGES)
          if (changes.patchIds.length === 0) return null
          const twins = await adoptReported(trx, changes.patchIds)
          await copyFacts(trx, twins)
          const own = changes.patchIds.map(id => twins.get(id) ?? id)
          return { seq: changes.seq, patches: changes.patchIds, ...(await assetsConcerned(trx, changes.patchIds, own)) }
        })
        if (step === null) return judged
        await judge(subscriptionId, step.assetIds, { names: step.names, patches: step.patches })
        await database.inSubscription(subscriptionId, trx => writeFollowed(trx, step.seq))
        judged += step.assetIds.length
      }
    },

    async rematch(subscriptionId, onProgress) {
      const assetIds = await database.inSubscription(subscriptionId, async trx =>
        (await trx.selectFrom('asset_package').select('asset_id').orderBy('asset_id').execute()).map(
          row => row.asset_id,
        ),
      )
      await judge(subscriptionId, assetIds, { names: null }, onProgress)
      return assetIds.length
    },
  }
}
