import { readJson } from '../../bytes/json.ts'
import type { DocumentInput, Feed } from '../../feed/feed.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { FeedItem } from '../../records/record.ts'
import { mapMajor } from './map.ts'
import { readInstallers, readMajors, requireFeed } from './parse.ts'

export const sofa: Feed = {
  name: 'sofa',
  reader: 1,
  title: 'SOFA: releases of macOS',
  publisher: 'Mac Admins Open Source (macadmins/sofa)',
  terms: {
    licence: 'Apache-2.0',
    attribution: 'macOS releases: SOFA by the Mac Admins Open Source project; facts from Apple.',
    mayRedistribute: true,
  },
  documents: [
    {
      name: 'macos',
      url: 'https://sofafeed.macadmins.io/v2/macos_data_feed.json',
      limits: { bytes: 5_000_000, unpackedBytes: 5_000_000, ms: 20_000, heapMiB: 256 },
      isWhole: true,
    },
  ],
  options: {},
  read,
}

async function* read(input: DocumentInput): AsyncGenerator<FeedItem> {
  const feed = requireFeed(await readJson(input.chunks))
  yield {
    kind: 'edition',
    version: lineOf(feed.UpdateHash ?? '', 100),
    publishedAtMs: instantOf(feed.LastCheck ?? ''),
    declared: null,
  }
  const installers = readInstallers(feed)
  const majors = new Set<string>()
  for (const item of readMajors(feed)) {
    if ('kind' in item) yield item
    else if (majors.has(item.major)) yield { kind: 'rejected', where: item.name, reason: 'is there twice' }
    else {
      majors.add(item.major)
      yield* mapMajor(item, installers)
    }
  }
}
