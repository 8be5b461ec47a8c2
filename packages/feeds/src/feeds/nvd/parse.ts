import { readJson } from '../../bytes/json.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { Rejection } from '../../records/record.ts'
import { entryShape, type NvdEntry, type NvdPage, pageShape } from './nvd-schema.ts'

/** Throws FeedError. */
export async function parsePage(chunks: AsyncIterable<Uint8Array>): Promise<NvdPage> {
  const page = pageShape.read(await readJson(chunks))
  if ('problem' in page) throw new FeedError('feed_malformed', `the document ${page.problem}`)
  return page.ok
}

export function* parseEntries(page: NvdPage): Generator<NvdEntry | Rejection> {
  for (const [i, value] of page.vulnerabilities.entries()) {
    const entry = entryShape.read(value)
    yield 'ok' in entry
      ? entry.ok.cve
      : { kind: 'rejected', where: `entry ${page.startIndex + i + 1}`, reason: entry.problem }
  }
}
