import { readJsonElements } from '../../bytes/json-elements.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { Rejection } from '../../records/record.ts'
import { entryShape, type NvdEntry, type NvdPage, pageShape } from './nvd-schema.ts'

/** Entries as they come, and what is said of all of them when they have been read. Throws FeedError. */
export function parsePage(chunks: AsyncIterable<Uint8Array>): {
  readonly entries: AsyncGenerator<NvdEntry | Rejection>
  page(): NvdPage
  /** How many entries there were, good or bad. */
  count(): number
} {
  let rest: unknown = null
  let count = 0
  async function* entries(): AsyncGenerator<NvdEntry | Rejection> {
    const values = readJsonElements(chunks, 'vulnerabilities', value => {
      rest = value
    })
    for await (const value of values) {
      count++
      const entry = entryShape.read(value)
      yield 'ok' in entry ? entry.ok.cve : { kind: 'rejected', where: `entry ${count}`, reason: entry.problem }
    }
  }
  return {
    entries: entries(),
    page() {
      const page = pageShape.read(rest)
      if ('problem' in page) throw new FeedError('feed_malformed', `the document ${page.problem}`)
      return page.ok
    },
    count: () => count,
  }
}
