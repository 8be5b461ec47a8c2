import type { FeedRecord, Tally } from '@patchyard/feeds'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import type { Database } from '../database/database.ts'
import { createComposer } from '../features/catalog/compose/composer.ts'
import { createCatalogFollower } from '../features/catalog/follow/follow-catalog.ts'
import { createCatalogIntake } from '../features/catalog/intake/create-catalog-intake.ts'
import { tagFollowing } from '../features/tags/register-tags.ts'
import { createPgMatching } from '../storage/pg-matching.ts'

/** The catalog without feeds that are fetched: what one source says, and what follows of it. */
export function catalogUnderTest(database: Database, nowMs: number) {
  const clock = { ...systemClock, nowMs: () => nowMs }
  const ports = { database, clock, random: systemRandom }
  const composer = createComposer(ports)
  const intake = createCatalogIntake({ ...ports, wakeComposer: () => undefined })
  const { follower: tags } = tagFollowing(clock, [])
  const follower = createCatalogFollower({ database, clock, matching: createPgMatching(), tags })
  return {
    composer,
    intake,
    follower,
    /** Takes these records for all that the source `part` says, and composes what follows of them. */
    async say(part: string, batches: Iterable<readonly FeedRecord[]>): Promise<void> {
      const records = (async function* () {
        yield* batches
        return {
          records: {},
          rejected: 0,
          rejections: [],
          edition: null,
          follows: [],
          withdrawn: [],
        } as unknown as Tally
      })()
      const known = { sourceId: 1, feed: 'debian-tracker', fetchedAtMs: nowMs } as const
      await intake.take({ ...known, part, isWhole: true, acceptShrink: true, records })
      await composer.composeDue()
    },
  }
}
