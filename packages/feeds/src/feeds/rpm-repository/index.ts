import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapModule } from './map-module.ts'
import { mapPackage } from './map-package.ts'
import { mapRepomd } from './map-repomd.ts'
import { mapUpdate } from './map-update.ts'
import { parseModules } from './parse-modules.ts'
import { parsePrimary } from './parse-primary.ts'
import { parseRepomd } from './parse-repomd.ts'
import { parseUpdateinfo } from './parse-updateinfo.ts'
import { repositoryContext } from './repository-context.ts'

/** Metadata of a repository that dnf, yum or zypper reads. */
export const rpmRepository: Feed = {
  name: 'rpm-repository',
  reader: 1,
  title: 'RPM repository',
  publisher: 'the distribution or vendor whose repository it is',
  terms: { licence: '', attribution: '', mayRedistribute: false },
  documents: [
    {
      name: 'repomd',
      url: null,
      limits: { bytes: 1_000_000, unpackedBytes: 1_000_000, ms: 10_000, heapMiB: 128 },
      isWhole: false,
      namesAll: true,
    },
    {
      name: 'updateinfo',
      url: null,
      // Fedora 43: 1.5 MB packed, 33 MB; RHEL 8: 50 MB.
      limits: { bytes: 60_000_000, unpackedBytes: 250_000_000, ms: 120_000, heapMiB: 512 },
      isWhole: true,
    },
    {
      name: 'primary',
      url: null,
      // Fedora 43 updates: 4 MB packed, 57 MB; Fedora's whole release: 20 MB packed, 200 MB.
      limits: { bytes: 150_000_000, unpackedBytes: 800_000_000, ms: 300_000, heapMiB: 512 },
      isWhole: true,
    },
    {
      name: 'modules',
      url: null,
      // EL8's AppStream: 0.7 MB packed, 12 MB.
      limits: { bytes: 30_000_000, unpackedBytes: 150_000_000, ms: 180_000, heapMiB: 512 },
      isWhole: true,
    },
  ],
  options: {
    distro: 'os-release ID of the hosts that use it: almalinux, rocky, rhel, ol, amzn, fedora, opensuse-leap, sles',
    release:
      'release that it is for: 9, 43, 2023, 15.6; a major version where the distribution has point releases that follow each other',
    repository: 'id of the repository on these hosts; by default none',
  },
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  switch (input.document) {
    case 'repomd':
      yield* mapRepomd(await parseRepomd(input.chunks), input.sinceMs)
      return
    case 'updateinfo': {
      const context = repositoryContext(input.options)
      const seen = new Set<string>()
      for await (const updates of parseUpdateinfo(input.chunks)) {
        for (const update of updates) yield* mapUpdate(update, context, seen)
      }
      return
    }
    case 'primary': {
      const context = repositoryContext(input.options)
      for await (const packages of parsePrimary(input.chunks)) {
        for (const one of packages) {
          const item = mapPackage(one, context)
          if (item !== null) yield item
        }
      }
      return
    }
    case 'modules': {
      const context = repositoryContext(input.options)
      for await (const one of parseModules(input.chunks)) {
        const item = mapModule(one, context)
        if (item !== null) yield item
      }
      return
    }
    default:
      throw new FeedError('feed_unknown', `rpm-repository has no document "${input.document}"`)
  }
}
