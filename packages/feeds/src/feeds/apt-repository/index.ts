import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapPackage } from './map-package.ts'
import { mapRelease } from './map-release.ts'
import { packageContext } from './package-context.ts'
import { parsePackages } from './parse-packages.ts'
import { parseRelease } from './parse-release.ts'

/** Indices of Debian's and Ubuntu's archives, and of any other repository that apt reads. */
export const aptRepository: Feed = {
  name: 'apt-repository',
  reader: 1,
  title: 'APT repository',
  publisher: 'the distribution or vendor whose repository it is',
  terms: { licence: '', attribution: '', mayRedistribute: false },
  documents: [
    {
      name: 'release',
      url: null,
      // bookworm/InRelease: 150 KB; Ubuntu's: 260 KB.
      limits: { bytes: 2_000_000, unpackedBytes: 2_000_000, ms: 10_000, heapMiB: 128 },
      isWhole: false,
      namesAll: true,
    },
    {
      name: 'packages',
      url: null,
      // Debian 12 main amd64: 9 MB packed, 47 MB; Ubuntu noble universe: 15 MB packed, 75 MB.
      limits: { bytes: 80_000_000, unpackedBytes: 400_000_000, ms: 120_000, heapMiB: 512 },
      isWhole: true,
    },
  ],
  options: {
    distro: 'os-release ID of the hosts that use it (debian, ubuntu); by default that of the repository’s Origin',
    release:
      'code name of the release that it is for; by default the repository’s Codename without -security, -updates and the like',
    architectures: 'architectures to read, separated by blanks; by default amd64',
    components: 'components to read, separated by blanks; by default all',
  },
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  switch (input.document) {
    case 'release':
      yield* mapRelease(await parseRelease(input.chunks), input)
      return
    case 'packages': {
      const context = packageContext(input.options)
      for await (const entry of parsePackages(input.chunks)) yield mapPackage(entry, context)
      return
    }
    default:
      throw new FeedError('feed_unknown', `apt-repository has no document "${input.document}"`)
  }
}
