import type { DocumentInput, Feed, FeedDocument } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapAdvisory } from './map.ts'
import { parseAdvisories } from './parse.ts'

const repository = 'https://salsa.debian.org/security-tracker-team/security-tracker/-/raw/master/data'
const list = (name: 'dsa' | 'dla'): FeedDocument => ({
  name,
  url: `${repository}/${name.toUpperCase()}/list`,
  // 1.5 MB for 6,000 DSAs in 2026.
  limits: { bytes: 10_000_000, unpackedBytes: 10_000_000, ms: 20_000, heapMiB: 256 },
  isWhole: true,
})

/** Debian's security advisories, and those of its long-term support. */
export const debianAdvisories: Feed = {
  name: 'debian-advisories',
  reader: 1,
  title: 'Debian security advisories (DSA, DLA)',
  publisher: 'Debian security team and Debian LTS',
  terms: { licence: '', attribution: 'Debian security tracker', mayRedistribute: false },
  documents: [list('dsa'), list('dla')],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (input.document !== 'dsa' && input.document !== 'dla')
    throw new FeedError('feed_unknown', `debian-advisories has no document "${input.document}"`)
  const seen = new Set<string>()
  for await (const entry of parseAdvisories(input.chunks)) {
    if ('kind' in entry) yield entry
    else if (seen.has(entry.name)) yield { kind: 'rejected', where: entry.name, reason: 'stands in the list twice' }
    else {
      seen.add(entry.name)
      yield* mapAdvisory(entry)
    }
  }
}
