import { readJson } from '../../bytes/json.ts'
import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapManifest } from './map.ts'
import { manifestCheck } from './manifest-schema.ts'

/** 2,200 manifests of 2 kB in a zip archive of about 4 MB. */
const limits = { bytes: 100_000_000, unpackedBytes: 300_000_000, ms: 120_000, heapMiB: 512 }

export const scoop: Feed = {
  name: 'scoop',
  reader: 1,
  title: 'Scoop: a second opinion on Windows applications',
  publisher: 'ScoopInstaller and contributors',
  terms: { licence: 'Unlicense', attribution: '', mayRedistribute: true },
  documents: [
    {
      name: 'extras',
      url: 'https://github.com/ScoopInstaller/Extras/archive/refs/heads/master.zip',
      members: 'manifest',
      limits,
      isWhole: true,
    },
    {
      name: 'manifest',
      url: null,
      limits: { bytes: 2_000_000, unpackedBytes: 2_000_000, ms: 10_000, heapMiB: 256 },
      isWhole: false,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  // In an archive only the bucket itself: what is deprecated stands beside it, like scripts and texts.
  const path = input.member === '' ? `bucket/${input.url.split(/[?#]/)[0]?.split('/').at(-1) ?? ''}` : input.member
  const id = /(?:^|\/)bucket\/([A-Za-z0-9][A-Za-z0-9+._-]{0,127})\.json$/.exec(path)?.[1]
  if (id === undefined) {
    if (input.member === '') throw new FeedError('feed_malformed', 'its address ends in no name of a manifest')
    for await (const _ of input.chunks);
    return
  }
  const manifest = await readJson(input.chunks).catch((error: unknown) => {
    // One broken file must not cost the bucket.
    if (input.member !== '' && error instanceof FeedError && error.code === 'feed_malformed') return null
    throw error
  })
  if (manifestCheck.Check(manifest)) yield mapManifest(manifest, id, 'scoop/Extras')
  else if (input.member === '') throw new FeedError('feed_malformed', 'it is no manifest of Scoop')
  else yield { kind: 'rejected', where: id, reason: 'is no manifest of Scoop' }
}
