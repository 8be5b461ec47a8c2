import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { readJson } from '../../bytes/json.ts'
import type { DocumentInput } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import type { FeedItem } from '../../records/record.ts'

const index = Compile(Type.Object({ value: Type.Array(Type.Unknown(), { maxItems: 10_000 }) }))
const entry = Compile(Type.Object({ ID: Type.String(), CurrentReleaseDate: Type.String() }))

/** "2026-Jun"; a second document of a month is "2020-May-B". */
const ID = /^[0-9]{4}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[A-Z])?$/

/**
 * One Follow for each month that has changed since `sinceMs`: months are issued again while they last, and years later. Addresses are made from
 * the month's name and never taken from the index, so that it cannot send us elsewhere. Throws FeedError `feed_malformed`.
 */
export async function* readIndex({ chunks, sinceMs }: DocumentInput): AsyncGenerator<FeedItem> {
  const document = await readJson(chunks)
  if (!index.Check(document)) throw new FeedError('feed_malformed', 'it is no index of security updates')
  let newestMs: number | null = null
  const seen = new Set<string>()
  const items: FeedItem[] = []
  for (const [i, one] of document.value.entries()) {
    const where = `entry ${i + 1}`
    const changedAtMs = entry.Check(one) ? instantOf(one.CurrentReleaseDate) : null
    if (!entry.Check(one) || !ID.test(one.ID) || changedAtMs === null) {
      items.push({ kind: 'rejected', where, reason: 'has no month, or no day on which it was issued' })
      continue
    }
    if (seen.has(one.ID)) {
      items.push({ kind: 'rejected', where, reason: `is ${one.ID} once more` })
      continue
    }
    seen.add(one.ID)
    newestMs = Math.max(newestMs ?? 0, changedAtMs)
    if (sinceMs !== null && changedAtMs <= sinceMs) continue
    items.push({ kind: 'follow', document: 'month', url: `cvrf/${one.ID}`, sha256: null, bytes: null, changedAtMs })
  }
  if (seen.size === 0) throw new FeedError('feed_malformed', 'it names no month')
  yield { kind: 'edition', version: '', publishedAtMs: newestMs, declared: document.value.length }
  yield* items
}
