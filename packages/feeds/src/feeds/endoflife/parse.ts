import { type CsvRow, readCsv } from '../../bytes/csv.ts'
import { readJson } from '../../bytes/json.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { Rejection } from '../../records/record.ts'
import { type ProductRelease, productShape, type Products, productsShape, releaseShape } from './product-schema.ts'

/** Throws FeedError. */
export async function parseProducts(chunks: AsyncIterable<Uint8Array>): Promise<Products> {
  const products = productsShape.read(await readJson(chunks))
  if ('problem' in products) throw new FeedError('feed_malformed', `the document ${products.problem}`)
  return products.ok
}

export interface ReleaseOfProduct {
  readonly kind: 'release'
  readonly product: string
  readonly release: ProductRelease
}

export function* parseReleases({ result }: Products): Generator<ReleaseOfProduct | Rejection> {
  for (const [i, value] of result.entries()) {
    const product = productShape.read(value)
    if ('problem' in product) {
      yield { kind: 'rejected', where: `product ${i + 1}`, reason: product.problem }
      continue
    }
    for (const [j, one] of product.ok.releases.entries()) {
      const release = releaseShape.read(one)
      if ('ok' in release) yield { kind: 'release', product: product.ok.name, release: release.ok }
      else yield { kind: 'rejected', where: `${lineOf(product.ok.name, 60)} release ${j + 1}`, reason: release.problem }
    }
  }
}

/** Rows of distro-info-data. Columns that a row leaves out at its end are ''. */
export const parseDistroReleases = (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow | Rejection> =>
  readCsv(chunks, {
    columns: ['version', 'codename', 'series', 'created', 'release', 'eol'],
    mayEndEarly: true,
    longestRow: 2000,
  })
