import type { Feed, FeedDocument } from '../../feed/feed.ts'
import { readPage } from './parse.ts'

const BASE = 'https://api.msrc.microsoft.com/sug/v2.0/sugodata/v2.0/en-US'

/** Pages of 500 entries have 0.4 MB (deployment) to 12 MB (vulnerabilities, with all their prose). */
const page = (name: string, bytes: number): FeedDocument => ({
  name,
  url: `${BASE}/${name}`,
  headers: { accept: 'application/json' },
  limits: { bytes, unpackedBytes: bytes, ms: 30_000, heapMiB: 256 },
  isWhole: false,
})

export const msrcGuide: Feed = {
  name: 'msrc-guide',
  reader: 1,
  title: 'Microsoft Security Update Guide',
  publisher: 'Microsoft Security Response Center',
  terms: {
    licence: 'Microsoft API terms of use',
    attribution: 'Security updates by Microsoft',
    mayRedistribute: false,
  },
  options: {},
  documents: [
    page('deployment', 5_000_000),
    page('affectedProduct', 20_000_000),
    page('vulnerability', 40_000_000),
    page('advisory', 40_000_000),
  ],
  read: readPage,
}
