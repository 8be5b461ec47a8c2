import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapRow } from './map.ts'
import { parseScores } from './parse.ts'

export const epss: Feed = {
  name: 'epss',
  reader: 1,
  title: 'Exploit Prediction Scoring System',
  publisher: 'FIRST.org',
  terms: {
    licence: '',
    attribution: 'EPSS scores by FIRST.org (https://www.first.org/epss)',
    mayRedistribute: true,
  },
  documents: [
    {
      name: 'scores',
      url: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
      // A day of 2026: 2.5 MB packed, 10.6 MB, 300,000 rows.
      limits: { bytes: 12_000_000, unpackedBytes: 60_000_000, ms: 30_000, heapMiB: 512 },
      isWhole: true,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (input.document !== 'scores') throw new FeedError('feed_unknown', `epss has no document "${input.document}"`)
  const { rows, model } = parseScores(input.chunks, input.url)
  const seen = new Set<string>()
  for await (const row of rows) {
    const item = row.kind === 'row' ? mapRow(row, model()) : row
    if (item.kind === 'vulnerability') {
      if (seen.has(item.cve)) {
        yield { kind: 'rejected', where: item.cve, reason: 'is there twice' }
        continue
      }
      seen.add(item.cve)
    }
    yield item
  }
  if (seen.size === 0) throw new FeedError('feed_malformed', 'it has no row with a score')
  const { version, scoredAtMs } = model()
  yield { kind: 'edition', version, publishedAtMs: scoredAtMs, declared: null }
}
