import { readJson } from '../../bytes/json.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { Rejection } from '../../records/record.ts'
import { catalogShape, entryShape, type KevCatalog, type KevCatalogEntry } from './kev-schema.ts'

/** Throws FeedError. */
export async function parseCatalog(chunks: AsyncIterable<Uint8Array>): Promise<KevCatalog> {
  const catalog = catalogShape.read(await readJson(chunks))
  if ('problem' in catalog) throw new FeedError('feed_malformed', `the catalog ${catalog.problem}`)
  return catalog.ok
}

export function* parseEntries(catalog: KevCatalog): Generator<KevCatalogEntry | Rejection> {
  for (const [i, value] of catalog.vulnerabilities.entries()) {
    const entry = entryShape.read(value)
    yield 'ok' in entry ? entry.ok : { kind: 'rejected', where: `entry ${i + 1}`, reason: entry.problem }
  }
}
