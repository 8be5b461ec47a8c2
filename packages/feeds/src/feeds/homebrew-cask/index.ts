import { readJson } from '../../bytes/json.ts'
import type { DocumentInput, Feed } from '../../feed/feed.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapCask } from './map.ts'
import { readCasks } from './parse.ts'

export const homebrewCask: Feed = {
  name: 'homebrew-cask',
  reader: 1,
  title: 'Homebrew casks',
  publisher: 'Homebrew (formulae.brew.sh)',
  terms: {
    licence: 'BSD-2-Clause',
    attribution: 'Cask data: Homebrew, BSD-2-Clause.',
    mayRedistribute: true,
  },
  documents: [
    {
      name: 'casks',
      url: 'https://formulae.brew.sh/api/cask.json',
      limits: { bytes: 60_000_000, unpackedBytes: 60_000_000, ms: 60_000, heapMiB: 768 },
      isWhole: true,
    },
    {
      name: 'cask',
      url: null,
      limits: { bytes: 1_000_000, unpackedBytes: 1_000_000, ms: 10_000, heapMiB: 256 },
      isWhole: false,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  for (const cask of readCasks(await readJson(input.chunks))) {
    const item = 'kind' in cask ? cask : mapCask(cask)
    if (item !== null) yield item
  }
}
