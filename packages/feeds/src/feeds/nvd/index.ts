import type { DocumentInput, DocumentLimits, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapEntry } from './map.ts'
import type { NvdPage } from './nvd-schema.ts'
import { parsePage } from './parse.ts'

// A year of the 2020s: 15 to 30 MB packed, up to 300 MB.
const ofFiles: DocumentLimits = { bytes: 100_000_000, unpackedBytes: 1_500_000_000, ms: 180_000, heapMiB: 512 }
// 2,000 entries, 10 to 30 MB.
const ofPages: DocumentLimits = { bytes: 100_000_000, unpackedBytes: 150_000_000, ms: 60_000, heapMiB: 512 }

export const nvd: Feed = {
  name: 'nvd',
  reader: 1,
  title: 'National Vulnerability Database',
  publisher: 'NIST',
  terms: {
    licence: '',
    attribution: 'This product uses data from the NVD API but is not endorsed or certified by the NVD.',
    mayRedistribute: true,
  },
  documents: [
    { name: 'modified', url: fileOf('modified'), limits: ofFiles, isWhole: false },
    { name: 'recent', url: fileOf('recent'), limits: ofFiles, isWhole: false },
    // One for each year from 2002 on: the administrator names those that are wanted.
    { name: 'year', url: null, limits: ofFiles, isWhole: true },
    { name: 'page', url: null, limits: ofPages, isWhole: false },
  ],
  options: {},
  read,
}

function fileOf(name: string): string {
  return `https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-${name}.json.gz`
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (!nvd.documents.some(({ name }) => name === input.document))
    throw new FeedError('feed_unknown', `nvd has no document "${input.document}"`)
  const document = parsePage(input.chunks)
  const seen = new Set<string>()
  for await (const entry of document.entries) {
    for (const item of 'kind' in entry ? [entry] : mapEntry(entry)) {
      if (item.kind === 'vulnerability') {
        if (seen.has(item.cve)) {
          yield { kind: 'rejected', where: item.cve, reason: 'is there twice' }
          continue
        }
        seen.add(item.cve)
      }
      yield item
    }
  }
  const page = document.page()
  // A page or a file of changes may be empty: nothing has changed. A year is not.
  if (seen.size === 0 && (document.count() > 0 || input.document === 'year'))
    throw new FeedError('feed_malformed', 'it has no entry that is one')
  yield {
    kind: 'edition',
    version: '',
    publishedAtMs: instantOf(page.timestamp),
    declared: page.totalResults,
  }
  if (input.document === 'page') yield* nextPage(page, document.count(), input.url)
}

/** The page behind this one: the same question, further on. */
function* nextPage({ startIndex, totalResults }: NvdPage, count: number, asked: string): Generator<FeedItem> {
  const next = startIndex + count
  if (count === 0 || next >= totalResults || !URL.canParse(asked)) return
  const url = new URL(asked)
  url.searchParams.set('startIndex', String(next))
  yield { kind: 'follow', document: 'page', url: url.href, sha256: null, bytes: null, changedAtMs: null }
}
