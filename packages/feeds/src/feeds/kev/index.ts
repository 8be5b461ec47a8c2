import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapEntry } from './map.ts'
import { parseCatalog, parseEntries } from './parse.ts'

export const kev: Feed = {
  name: 'kev',
  reader: 1,
  title: 'Known exploited vulnerabilities',
  publisher: 'CISA',
  terms: { licence: 'CC0-1.0', attribution: '', mayRedistribute: true },
  documents: [
    {
      name: 'catalog',
      url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
      // 1.4 MB with 1,674 entries in August 2026.
      limits: { bytes: 10_000_000, unpackedBytes: 10_000_000, ms: 10_000, heapMiB: 256 },
      isWhole: true,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (input.document !== 'catalog') throw new FeedError('feed_unknown', `kev has no document "${input.document}"`)
  const catalog = await parseCatalog(input.chunks)
  const seen = new Set<string>()
  let good = 0
  for (const entry of parseEntries(catalog)) {
    const item = 'kind' in entry ? entry : mapEntry(entry)
    if (item.kind === 'vulnerability') {
      if (seen.has(item.cve)) {
        yield { kind: 'rejected', where: item.cve, reason: 'is there twice' }
        continue
      }
      seen.add(item.cve)
      good++
    }
    yield item
  }
  if (good === 0) throw new FeedError('feed_malformed', 'no entry of the catalog is one')
  yield {
    kind: 'edition',
    version: lineOf(catalog.catalogVersion),
    publishedAtMs: instantOf(catalog.dateReleased),
    declared: catalog.count,
  }
}
