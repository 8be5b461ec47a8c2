import type { FeedRecord, Tally } from '@patchyard/feeds'
import { expect, it } from 'vitest'
import type { DocumentReading } from '../../catalog/intake/intake-types.ts'
import { sampleFeed } from '../testing/feed-world.ts'
import { noCounts, takeDocument } from './take-document.ts'

const nowMs = Date.UTC(2026, 10, 22)

async function taken(found: Partial<Tally>): Promise<Tally> {
  const tally: Tally = {
    ...{ records: noCounts, rejected: 0, rejections: [], edition: null, follows: [], withdrawn: [] },
    ...found,
  }
  async function* read(): AsyncGenerator<readonly FeedRecord[], Tally> {
    yield []
    return tally
  }
  async function take({ records }: DocumentReading) {
    for (;;) {
      const { done, value } = await records.next()
      if (done === true) return { state: 'applied' as const, added: 0, changed: 0, removed: 0, tally: value }
    }
  }
  const ports = { clock: { nowMs: () => nowMs }, intake: { take }, read, snapshots: { read } }
  const row = { part: 'p', document: 'page', published_url: '', options: {}, edition_at: null, sha256: '' }
  const about = { source: { id: 1, options: {} }, feed: sampleFeed(), row, sha256: 'aa', fetchedAtMs: 0 }
  return (await takeDocument(ports as never, about as never, new AbortController().signal)).tally
}

it('what a document says beside its facts is such that it can be kept', async () => {
  const base = { document: 'page', sha256: null, bytes: null, changedAtMs: null }
  const hostile = 'a\0b\ud83d'
  const { rejections, edition, follows } = await taken({
    rejections: [{ where: hostile, reason: hostile }],
    edition: { version: hostile, publishedAtMs: 1, declared: null },
    follows: [{ ...base, url: hostile, place: hostile, options: { x: hostile } }],
  })
  const kept = 'a\ufffdb\ufffd'
  expect(rejections).toEqual([{ where: kept, reason: kept }])
  expect(edition).toMatchObject({ version: kept, publishedAtMs: 1 })
  expect(follows).toEqual([{ ...base, url: kept, place: kept, options: { x: kept } }])
})

it.each([
  ['of the future has no date: else all later ones were older', nowMs + 3 * 86_400_000, null],
  ['of a clock somewhat ahead has its own', nowMs + 3_600_000, nowMs + 3_600_000],
])('an edition %s', async (_, publishedAtMs, want) => {
  const { edition } = await taken({ edition: { version: 'x', publishedAtMs, declared: null } })
  expect(edition?.publishedAtMs).toBe(want)
})
