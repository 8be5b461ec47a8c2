import { expect, it } from 'vitest'
import { askAgainMs, feedStanding } from './feed-standing.ts'

const NOW = Date.parse('2026-11-22T10:00:00Z')
const feed = (nextAt: string | null, progress: { done: number; wanted: number } | null = null, enabled = true) => ({
  nextAt,
  progress,
  enabled,
})

it('what is being fetched is told before how that ended the last time', () => {
  expect(feedStanding({ state: 'failed', enabled: true, progress: { done: 0, wanted: 0 } })).toBe('syncing')
  expect(feedStanding({ state: 'failed', enabled: true, progress: null })).toBe('failed')
})

it.each([
  ['soon while one is fetched', [feed(null), feed('2026-11-22T16:00:00Z', { done: 1, wanted: 2 })], 2000],
  ['soon when one is due', [feed('2026-11-22T09:00:00Z')], 2000],
  ['when the next one begins', [feed('2026-11-22T16:00:00Z'), feed('2026-11-22T10:00:30Z')], 30_000],
  ['once a minute at least', [feed('2026-11-22T16:00:00Z')], 60_000],
  ['never where all are off', [feed('2026-11-22T10:00:30Z', null, false), feed(null)], false],
  ['never without feeds', [], false],
])('progress is asked for %s', (_, feeds, want) => {
  expect(askAgainMs(feeds, NOW)).toBe(want)
})
