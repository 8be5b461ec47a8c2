import { readJson } from '../../bytes/json.ts'
import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapApiCve } from './map-api-cve.ts'
import { mapApiNotice } from './map-api-notice.ts'
import { mapDatabaseNotice } from './map-database.ts'
import { type ApiPage, isApiCve, isApiNotice, isApiPage } from './notice-schema.ts'
import { latestOf, nextPage } from './pages.ts'

/** Ubuntu's security notices, and its word on CVEs. */
export const ubuntuNotices: Feed = {
  name: 'ubuntu-notices',
  reader: 1,
  title: 'Ubuntu security notices',
  publisher: 'Canonical',
  terms: {
    licence: 'CC-BY-SA-4.0',
    attribution: 'Ubuntu security notices © Canonical Ltd., CC BY-SA 4.0',
    mayRedistribute: false,
  },
  documents: [
    {
      name: 'database',
      url: 'https://usn.ubuntu.com/usn-db/database-all.json.bz2',
      // About 15 MB packed and 250 MB unpacked (an estimate), most of it md5 sums that are not used.
      limits: { bytes: 60_000_000, unpackedBytes: 500_000_000, ms: 300_000, heapMiB: 3072 },
      isWhole: true,
    },
    {
      name: 'notices',
      url: 'https://ubuntu.com/security/notices.json?limit=20&offset=0&order=newest',
      limits: { bytes: 50_000_000, unpackedBytes: 50_000_000, ms: 30_000, heapMiB: 512 },
      isWhole: false,
    },
    {
      name: 'cves',
      url: 'https://ubuntu.com/security/cves.json?limit=20&offset=0&order=newest',
      // 225 KB for one CVE of the kernel.
      limits: { bytes: 50_000_000, unpackedBytes: 50_000_000, ms: 30_000, heapMiB: 512 },
      isWhole: false,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  const known = ubuntuNotices.documents.some(one => one.name === input.document)
  if (!known) throw new FeedError('feed_unknown', `ubuntu-notices has no document "${input.document}"`)
  const document = await readJson(input.chunks)
  if (input.document === 'database') yield* readDatabase(document)
  else yield* readPage(document, input)
}

function* readDatabase(document: unknown): Generator<FeedItem> {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new FeedError('feed_malformed', 'it is not an object of notices')
  const notices = Object.entries(document)
  if (notices.length === 0) throw new FeedError('feed_malformed', 'it has no notices')
  for (const [number, notice] of notices) yield* mapDatabaseNotice(number, notice)
}

function* readPage(page: unknown, input: DocumentInput): Generator<FeedItem> {
  if (!isApiPage.Check(page))
    throw new FeedError('feed_malformed', 'it is not a page with limit, offset and total_results')
  const { entries, dates } = input.document === 'notices' ? noticesOf(page) : cvesOf(page)
  if (entries === undefined) throw new FeedError('feed_malformed', `it is a page without ${input.document}`)
  yield { kind: 'edition', version: '', publishedAtMs: latestOf(dates), declared: null }
  const map = input.document === 'notices' ? mapApiNotice : mapApiCve
  for (const [i, entry] of entries.entries()) yield* map(entry, page.offset + i + 1)
  const next = nextPage(input.document, input.url, page, input.sinceMs, dates)
  if (next !== null) yield next
}

type Dates = readonly (string | null | undefined)[]

function noticesOf(page: ApiPage): { entries: readonly unknown[] | undefined; dates: Dates } {
  return {
    entries: page.notices,
    dates: (page.notices ?? []).map(one => (isApiNotice.Check(one) ? one.published : '')),
  }
}

function cvesOf(page: ApiPage): { entries: readonly unknown[] | undefined; dates: Dates } {
  const dates = (page.cves ?? []).map(one => (isApiCve.Check(one) ? (one.updated_at ?? one.published) : ''))
  return { entries: page.cves, dates }
}
