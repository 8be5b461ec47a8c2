import type { Clock, Random } from '@patchyard/domain'
import type { FeedName } from '@patchyard/feeds'
import type { Database } from '../../database/database.ts'
import { feedStore } from './feed-store.ts'
import type { Feeds } from './feeds-read-model.ts'
import { firstAttemptMs } from './sync/next-attempt.ts'
import { rootsOf } from './sync/wanted-documents.ts'

const HOUR_S = 3600

// As often as they change: KEV within hours of an attack, EPSS once a day; what is large and slow less often.
const intervals: { readonly [F in FeedName]?: number } = {
  kev: HOUR_S,
  epss: 12 * HOUR_S,
  winget: 24 * HOUR_S,
  endoflife: 24 * HOUR_S,
  'kb-supersedence': 24 * HOUR_S,
  'update-catalog': 24 * HOUR_S,
  scoop: 24 * HOUR_S,
}

export const usualInterval = (feed: FeedName): number => intervals[feed] ?? 6 * HOUR_S

/** A source of each feed that has a public address, made once; what operators did with it since stays. */
export async function makeDefaultSources(ports: {
  database: Database
  clock: Clock
  random: Random
  feeds: Feeds
}): Promise<void> {
  const { database, clock, random } = ports
  const nowMs = clock.nowMs()
  await database.asOperator(async trx => {
    for (const feed of Object.values(ports.feeds)) {
      if (feed === undefined || rootsOf(feed, {}).length === 0) continue
      await feedStore.insertSource(trx, {
        ...{ publicId: random.uuid(), feed: feed.name, title: feed.title, isDefault: true, enabled: true },
        ...{ options: {}, addresses: {}, intervalS: usualInterval(feed.name) },
        now: new Date(nowMs),
        nextAt: new Date(firstAttemptMs(nowMs, random.fraction())),
      })
    }
  })
}
