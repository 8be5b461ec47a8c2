import type { Clock, InstalledPackage } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { noticeAssets } from '../../../storage/page-notices.ts'
import type { KnownProgram, MatchOptions, Matching } from '../../../storage/ports/matching.ts'
import type { TagFollower } from '../../../storage/ports/tag-follower.ts'
import { assetsOfSystems, forgetAllAnswers, readDue, settleDue } from '../programs/program-store.ts'
import {
  adoptReported,
  assetsConcerned,
  copyFacts,
  readChanges,
  readFollowed,
  readJudgedAssets,
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
    what: Pick<MatchOptions, 'names' | 'patches' | 'programs'>,
    onProgress?: (done: number, all: number) => void,
  ): Promise<void> {
    const dictionary = new Map<number, InstalledPackage | null>()
    const programDictionary = new Map<number, KnownProgram>()
    for (let at = 0; at < assetIds.length; at += ASSETS) {
      const batch = assetIds.slice(at, at + ASSETS)
      await database.inSubscription(subscriptionId, async trx => {
        await tags.begin(trx)
        const matcher = matching(trx)
        await matcher.lock(batch)
        await matcher.begin()
        const changed = await matcher.match(batch, {
          nowMs: clock.nowMs(),
          ...what,
          fresh: true,
          dictionary,
          programDictionary,
        })
        // On some the same is missing as before, and is critical now.
        const moved = [...new Set([...changed, ...(await recountAssets(trx, batch))])].toSorted((a, b) => a - b)
        if (moved.length > 0) await tags.assetsChanged(trx, subscriptionId, moved, new Set(['findings']))
        await noticeAssets(trx, subscriptionId, 'asset', moved)
      })
      onProgress?.(Math.min(at + ASSETS, assetIds.length), assetIds.length)
    }
  }

  /** Answers about programs that are others now, and the assets that have these programs: however many patches changed, no asset is looked for. */
  async function followPrograms(subscriptionId: number): Promise<number> {
    const answer = () =>
      database.inSubscription(subscriptionId, async trx => {
        const matcher = matching(trx)
        await matcher.begin()
        return matcher.answerPrograms(clock.nowMs())
      })
    while ((await answer()) > 0);
    const { due, assetIds } = await database.inSubscription(subscriptionId, readDue)
    if (due.length === 0) return 0
    await judge(subscriptionId, assetIds, { names: [], programs: true })
    await database.inSubscription(subscriptionId, trx => settleDue(trx, due))
    return assetIds.length
  }

  return {
    async follow(subscriptionId) {
      for (let judged = 0; ; ) {
        const changes = await database.inSubscription(subscriptionId, async trx =>
          readChanges(trx, await readFollowed(trx), CHANGES),
        )
        if (changes.patchIds.length === 0) return judged + (await followPrograms(subscriptionId))
        // Else a report that is on its way was judged before the change, and its asset is not among those that are looked for.
        await database.inSubscription(subscriptionId, trx => matching(trx).settle(clock.nowMs()))
        const step = await database.inSubscription(subscriptionId, async trx => {
          const twins = await adoptReported(trx, changes.patchIds)
          await copyFacts(trx, twins)
          const own = changes.patchIds.map(id => twins.get(id) ?? id)
          const byPackages = await assetsConcerned(trx, changes.patchIds, own)
          const bySystem = await assetsOfSystems(trx, changes.patchIds)
          return { patches: changes.patchIds, ...byPackages, bySystem }
        })
        judged += await followPrograms(subscriptionId)
        const { names, patches } = step
        const ownSystems = new Set(step.bySystem)
        await judge(
          subscriptionId,
          step.assetIds.filter(id => !ownSystems.has(id)),
          { names, patches, programs: true },
        )
        await judge(subscriptionId, step.bySystem, { names: [], programs: true })
        await database.inSubscription(subscriptionId, trx => writeFollowed(trx, changes.seq))
        judged += new Set([...step.assetIds, ...step.bySystem]).size
      }
    },

    async rematch(subscriptionId, onProgress) {
      await database.inSubscription(subscriptionId, forgetAllAnswers)
      await followPrograms(subscriptionId)
      const assetIds = await database.inSubscription(subscriptionId, readJudgedAssets)
      await judge(subscriptionId, assetIds, { names: null }, onProgress)
      return assetIds.length
    },
  }
}
