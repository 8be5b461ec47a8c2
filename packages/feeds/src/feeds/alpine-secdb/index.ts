import { readJson } from '../../bytes/json.ts'
import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapPackage } from './map.ts'
import { isSecdb } from './secdb-schema.ts'

/** Fixed versions of Alpine's packages, one document a branch and repository. */
export const alpineSecdb: Feed = {
  name: 'alpine-secdb',
  reader: 1,
  title: 'Alpine security database',
  publisher: 'Alpine Linux',
  terms: {
    licence: 'CC-BY-SA-4.0',
    attribution: 'Alpine Linux security database, CC BY-SA 4.0',
    mayRedistribute: false,
  },
  documents: [
    {
      name: 'secdb',
      url: null,
      // The largest, edge/community, is below 1 MB.
      limits: { bytes: 20_000_000, unpackedBytes: 20_000_000, ms: 20_000, heapMiB: 256 },
      isWhole: true,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (input.document !== 'secdb')
    throw new FeedError('feed_unknown', `alpine-secdb has no document "${input.document}"`)
  const document = await readJson(input.chunks)
  const branch = isSecdb.Check(document) ? /^(?:v([0-9]+\.[0-9]+)|(edge))$/.exec(document.distroversion) : null
  if (!isSecdb.Check(document) || branch === null)
    throw new FeedError('feed_malformed', 'it has no distroversion with packages')
  const release = branch[1] ?? branch[2] ?? ''
  for (const [i, entry] of document.packages.entries()) yield* mapPackage(entry, i + 1, release)
}
