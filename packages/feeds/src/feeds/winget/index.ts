import { wholeBytes, wholeText } from '../../bytes/whole.ts'
import { zipMembers } from '../../bytes/zip-members.ts'
import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapPackage } from './map.ts'
import { readFolders, readSingle, wantedPackages } from './parse.ts'

const UNPACKED = 4_000_000_000

export const winget: Feed = {
  name: 'winget',
  reader: 1,
  title: 'Windows Package Manager community packages',
  publisher: 'Microsoft and contributors (microsoft/winget-pkgs)',
  terms: {
    licence: 'MIT',
    attribution: 'Package manifests: microsoft/winget-pkgs, MIT, © Microsoft Corporation.',
    mayRedistribute: true,
  },
  documents: [
    {
      name: 'archive',
      url: 'https://github.com/microsoft/winget-pkgs/archive/refs/heads/master.zip',
      limits: { bytes: 1_500_000_000, unpackedBytes: UNPACKED, ms: 1_200_000, heapMiB: 2048 },
      isWhole: true,
    },
    {
      name: 'manifest',
      url: null,
      limits: { bytes: 2_000_000, unpackedBytes: 2_000_000, ms: 10_000, heapMiB: 256 },
      isWhole: false,
    },
  ],
  options: {
    packages:
      'Package identifiers that are read, with blanks or commas between them; a star at the end stands for the rest ("Mozilla.*"). Empty: all.',
  },
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  const isWanted = wantedPackages(input.options['packages'] ?? '')
  const versions =
    input.document === 'archive'
      ? readFolders(zipMembers(await wholeBytes(input.chunks)), { unpackedBytes: UNPACKED }, isWanted)
      : readSingle(input.url, await wholeText(input.chunks))
  const seen = new Set<string>()
  let items = 0
  for await (const version of versions) {
    items++
    if ('kind' in version) {
      yield version
      continue
    }
    for (const item of mapPackage(version)) {
      if (item.kind === 'patch' && seen.has(item.key)) {
        yield { kind: 'rejected', where: item.key, reason: 'is there twice' }
        continue
      }
      if (item.kind === 'patch') seen.add(item.key)
      yield item
    }
  }
  if (items === 0) throw new FeedError('feed_malformed', 'it holds no manifest')
}
