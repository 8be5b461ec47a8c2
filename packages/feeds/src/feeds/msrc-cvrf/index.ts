import type { Feed } from '../../feed/feed.ts'
import { readIndex } from './update-index.ts'
import { readMonth } from './parse.ts'

/** The address answers with XML where nothing is asked for; both are read. */
const headers = { accept: 'application/json' }

export const msrcCvrf: Feed = {
  name: 'msrc-cvrf',
  reader: 1,
  title: 'Microsoft security updates (CVRF)',
  publisher: 'Microsoft Security Response Center',
  terms: {
    licence: 'Microsoft API terms of use',
    attribution: 'Security updates by Microsoft',
    mayRedistribute: false,
  },
  options: {},
  documents: [
    {
      name: 'updates',
      url: 'https://api.msrc.microsoft.com/cvrf/v3.0/updates',
      headers,
      // 120 months in 2026, 250 bytes each.
      limits: { bytes: 2_000_000, unpackedBytes: 2_000_000, ms: 10_000, heapMiB: 128 },
      isWhole: false,
    },
    {
      name: 'month',
      url: null,
      headers,
      // Months have 5 to 15 MB as JSON, somewhat more as XML.
      limits: { bytes: 60_000_000, unpackedBytes: 60_000_000, ms: 60_000, heapMiB: 512 },
      isWhole: true,
    },
  ],
  async *read(input) {
    if (input.document === 'updates') yield* readIndex(input)
    else yield* readMonth(input)
  },
}
