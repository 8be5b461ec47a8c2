import { registry } from '@patchyard/feeds'
import { expect, it } from 'vitest'
import { systemClock as clock } from '../../adapters/system-clock.ts'
import { systemRandom as random } from '../../adapters/system-random.ts'
import { testDatabase } from '../../testing/index.ts'
import { makeDefaultSources } from './default-sources.ts'

it('sources of feeds with a public address are made once, and what was done with them stays', async () => {
  await using db = await testDatabase()
  const { database } = db
  await makeDefaultSources({ database, clock, random, feeds: registry })
  const before = await db.owner<{ feed: string; enabled: boolean }>(`select feed, enabled from feed_source order by id`)
  expect(before.map(row => row.feed)).toEqual(expect.arrayContaining(['epss', 'kev', 'winget']))
  expect(before.map(row => row.feed)).not.toContain('apt-repository')
  await db.owner(`update feed_source set enabled = false where feed = 'kev'`)
  await Promise.all([1, 2].map(() => makeDefaultSources({ database, clock, random, feeds: registry })))
  const after = await db.owner<{ feed: string; enabled: boolean }>(`select feed, enabled from feed_source order by id`)
  expect(after).toEqual(before.map(row => (row.feed === 'kev' ? { feed: 'kev', enabled: false } : row)))
})
