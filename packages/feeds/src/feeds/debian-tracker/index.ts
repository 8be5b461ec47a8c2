import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { paragraphsOf } from '../../fields/plain-text.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapIssue } from './map.ts'
import { parseTracker } from './parse.ts'

/** Debian's word on every CVE in every source package of its releases. */
export const debianTracker: Feed = {
  name: 'debian-tracker',
  reader: 1,
  title: 'Debian security tracker',
  publisher: 'Debian security team',
  terms: { licence: '', attribution: 'Debian security tracker', mayRedistribute: false },
  documents: [
    {
      name: 'data',
      url: 'https://security-tracker.debian.org/tracker/data/json',
      // 60 to 70 MB in 2026, read as a whole: text and objects together take about ten times that.
      limits: { bytes: 250_000_000, unpackedBytes: 250_000_000, ms: 120_000, heapMiB: 2048 },
      isWhole: true,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (input.document !== 'data')
    throw new FeedError('feed_unknown', `debian-tracker has no document "${input.document}"`)
  // A CVE stands under each source that it is in, with one description.
  const described = new Set<string>()
  for await (const entry of parseTracker(input.chunks)) {
    if ('kind' in entry) {
      yield entry
      continue
    }
    const description = paragraphsOf(entry.issue.description ?? '')
    if (description !== '' && !described.has(entry.cve)) {
      described.add(entry.cve)
      yield { kind: 'vulnerability', cve: entry.cve, description }
    }
    yield* mapIssue(entry)
  }
}
