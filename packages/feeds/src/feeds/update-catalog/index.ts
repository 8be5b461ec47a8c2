import { wholeText } from '../../bytes/whole.ts'
import { readHtml } from '../../bytes/html.ts'
import type { Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { recordsOfDetails } from './map.ts'
import { isNotFound, parseDetails, parseSearch } from './parse.ts'

const limits = { bytes: 5_000_000, unpackedBytes: 5_000_000, ms: 10_000, heapMiB: 128 }

export const updateCatalog: Feed = {
  name: 'update-catalog',
  reader: 1,
  title: 'Microsoft Update Catalog',
  publisher: 'Microsoft',
  terms: { licence: 'Microsoft terms of use', attribution: 'Update details by Microsoft', mayRedistribute: false },
  options: {},
  documents: [
    // Search.aspx?q=KB5025239: which KB is asked for, whoever adds the source says.
    { name: 'search', url: null, limits, isWhole: true },
    { name: 'details', url: null, limits, isWhole: true },
  ],
  async *read({ chunks, document, url }) {
    const page = readHtml(await wholeText(chunks))
    if (isNotFound(page)) {
      yield { kind: 'edition', version: '', publishedAtMs: null, declared: 0 }
    } else if (document === 'search') yield* parseSearch(page)
    else if (document === 'details') yield* recordsOfDetails(parseDetails(page, url))
    else throw new FeedError('feed_unknown', `there is no document "${document}"`)
  },
}
