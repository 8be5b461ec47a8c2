import type { FeedRecord } from '@patchyard/feeds'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../adapters/system-clock.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import type { ServerContext } from '../../server-context.ts'
import { createPgMatching } from '../../storage/pg-matching.ts'
import { catalogUnderTest, testDatabase, type TestDatabase } from '../../testing/index.ts'
import { tagFollowing } from '../tags/register-tags.ts'
import { registerCatalog } from './register-catalog.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
})
afterAll(async () => {
  await db[Symbol.asyncDispose]()
})

const fix: FeedRecord = {
  ...{ kind: 'fix', distro: 'debian', release: 'bookworm', product: '', of: 'source', package: 'bash', scheme: 'deb' },
  ...{ cve: 'CVE-2026-1111', status: 'fixed', fixedVersion: '5.2-2', note: '' },
}

it('a subscription that cannot follow keeps none behind it from following, and is tried again', async () => {
  const [made] = await db.owner<{ id: number }>(
    `insert into subscription (public_id, name, licence_kind, created_at) values (gen_random_uuid(), 'S', 'full', now()) returning id`,
  )
  const id = made?.id ?? 0
  const nowMs = systemClock.nowMs()
  await catalogUnderTest(db.database, nowMs).say('all', [[fix]])
  const warned: number[] = []
  const tried: number[] = []
  const log = { warn: ({ subscription }: { subscription: number }) => void warned.push(subscription) }
  const context = { database: db.database, clock: systemClock, random: systemRandom, log } as unknown as ServerContext
  const matching = createPgMatching()
  let broken = 1
  const { catchUp } = registerCatalog(context, {
    matching(trx) {
      const real = matching(trx)
      return { ...real, settle: at => (broken-- > 0 ? Promise.reject(new Error('no room')) : real.settle(at)) }
    },
    tags: tagFollowing(systemClock, []).follower,
    async eachSubscription(work) {
      for (const one of [id + 1000, id]) {
        tried.push(one)
        await work(one)
      }
    },
  })
  await catchUp()
  const followed = await db.owner('select seq from catalog_followed where subscription_id = $1', [id])
  expect([warned, followed.length]).toEqual([[id + 1000], 1])
  await catchUp()
  expect(tried).toEqual([id + 1000, id, id + 1000, id])
})
