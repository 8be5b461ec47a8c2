import { unpack } from '../../bytes/unpack.ts'
import { requireDocument } from '../../feed/read-document.ts'
import { instantOfMail } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { ArchiveRecord } from '../../records/archive-record.ts'
import type { Rejection } from '../../records/record.ts'
import { aptRepository } from './index.ts'
import { mapPackage } from './map-package.ts'
import { parsePackages } from './parse-packages.ts'
import { parseRelease } from './parse-release.ts'
import { type RepositoryIdentity, repositoryIdentity } from './repository-identity.ts'

export interface ReadRelease extends RepositoryIdentity {
  /** null: its Date is none. */
  readonly publishedAtMs: number | null
}

/**
 * An InRelease file that someone has at hand: old ones are read, as well, and the signature is not looked at. Throws FeedError
 * `feed_untrusted` where nothing is signed, `feed_malformed`, `feed_too_large`.
 */
export async function readAptRelease(chunks: AsyncIterable<Uint8Array>): Promise<ReadRelease> {
  const { limits } = requireDocument(aptRepository, 'release')
  const { fields } = await parseRelease(unpack(chunks, limits, 'the InRelease file'))
  const field = (name: string): string => lineOf(fields.get(name) ?? '', 200)
  return { ...repositoryIdentity(field), publishedAtMs: instantOfMail(field('date')) }
}

/** Packages of an index, packed or not, one by one. Throws FeedError `feed_malformed` for what is none, `feed_too_large`. */
export async function* readAptPackages(
  chunks: AsyncIterable<Uint8Array>,
  { origin, isSecurity }: Pick<RepositoryIdentity, 'origin' | 'isSecurity'>,
): AsyncGenerator<ArchiveRecord | Rejection> {
  const { limits } = requireDocument(aptRepository, 'packages')
  // Which distribution it is of says nothing here.
  const context = { distro: 'any', release: 'any', origin, isSecurity }
  for await (const stanza of parsePackages(unpack(chunks, limits, 'the Packages file')))
    yield mapPackage(stanza, context)
}
