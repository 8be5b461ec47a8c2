import type { DocumentInput, DocumentLimits, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import type { FeedItem, FeedRecord } from '../../records/record.ts'
import { type Distro, distros, mapDistroRelease } from './map-distro-release.ts'
import { mapRelease } from './map-release.ts'
import { parseDistroReleases, parseProducts, parseReleases } from './parse.ts'

// 1 and 3 kB.
const ofTables: DocumentLimits = { bytes: 500_000, unpackedBytes: 500_000, ms: 5000, heapMiB: 128 }

export const endoflife: Feed = {
  name: 'endoflife',
  reader: 1,
  title: 'Ends of life',
  publisher: 'endoflife.date; Debian (distro-info-data)',
  terms: {
    licence: 'MIT AND ISC',
    attribution: 'Lifecycle dates: endoflife.date, MIT; distro-info-data of Debian, ISC.',
    mayRedistribute: true,
  },
  documents: [
    {
      name: 'products',
      url: 'https://endoflife.date/api/v1/products/full',
      // 430 products: 6 MB.
      limits: { bytes: 30_000_000, unpackedBytes: 30_000_000, ms: 20_000, heapMiB: 512 },
      isWhole: true,
    },
    {
      name: 'debian-releases',
      url: 'https://salsa.debian.org/debian/distro-info-data/-/raw/main/debian.csv',
      limits: ofTables,
      isWhole: true,
    },
    {
      name: 'ubuntu-releases',
      url: 'https://salsa.debian.org/debian/distro-info-data/-/raw/main/ubuntu.csv',
      limits: ofTables,
      isWhole: true,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  const distro = distros.get(input.document)
  const items = distro === undefined ? products(input) : distroReleases(input, distro)
  const seen = new Set<string>()
  for await (const item of items) {
    if (item.kind === 'lifecycle') {
      const name = nameOf(item)
      if (seen.has(name)) {
        yield { kind: 'rejected', where: name, reason: 'is there twice' }
        continue
      }
      seen.add(name)
    }
    // An edition comes last: without a release, there is nothing that it could be the edition of.
    if (item.kind === 'edition' && seen.size === 0) break
    yield item
  }
  if (seen.size === 0) throw new FeedError('feed_malformed', 'it has no release')
}

const nameOf = ({ product, release }: Extract<FeedRecord, { kind: 'lifecycle' }>): string => `${product} ${release}`

async function* products(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (input.document !== 'products')
    throw new FeedError('feed_unknown', `endoflife has no document "${input.document}"`)
  const all = await parseProducts(input.chunks)
  for (const found of parseReleases(all)) yield found.kind === 'release' ? mapRelease(found) : found
  // `total` counts products; records are releases.
  yield { kind: 'edition', version: '', publishedAtMs: instantOf(all.generated_at), declared: null }
}

async function* distroReleases(input: DocumentInput, distro: Distro): AsyncGenerator<FeedItem> {
  for await (const row of parseDistroReleases(input.chunks)) {
    const item = row.kind === 'row' ? mapDistroRelease(row.values, distro, input.nowMs) : row
    if (item !== null) yield item
  }
}
