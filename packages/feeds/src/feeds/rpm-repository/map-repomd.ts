import { FeedError } from '../../feed/feed-error.ts'
import { bytesOf, sha256Of } from '../../fields/hashes.ts'
import { instantOfSeconds } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { repositoryPath } from '../../fields/public-url.ts'
import type { FeedItem } from '../../records/record.ts'
import type { Repomd } from './parse-repomd.ts'

const wanted = ['updateinfo', 'primary', 'modules']

/**
 * The edition, and which files are wanted. Throws FeedError `feed_untrusted` for an index that is older than the one read before (a mirror
 * that leads back), `feed_malformed` for one that names no list of packages.
 */
export function* mapRepomd(repomd: Repomd, sinceMs: number | null): Generator<FeedItem> {
  const stamps = repomd.data.map(one => instantOfSeconds(one.timestamp) ?? 0)
  // createrepo writes the time as the revision; some publishers write a word of their own.
  const publishedAtMs = instantOfSeconds(repomd.revision) ?? (Math.max(0, ...stamps) || null)
  if (sinceMs !== null && publishedAtMs !== null && publishedAtMs < sinceMs)
    throw new FeedError('feed_untrusted', 'it is older than the one that was read before')
  if (!repomd.data.some(one => one.type === 'primary'))
    throw new FeedError('feed_malformed', 'it names no list of packages (primary)')
  yield { kind: 'edition', version: lineOf(repomd.revision, 100), publishedAtMs, declared: null }
  for (const type of wanted) {
    const data = repomd.data.find(one => one.type === type)
    if (data === undefined) continue
    const path = repositoryPath(data.href)
    const sha256 = data.checksumType === 'sha256' ? sha256Of(data.checksum) : null
    if (path === '') yield { kind: 'rejected', where: type, reason: 'has a location outside of the repository' }
    else if (sha256 === null) yield { kind: 'rejected', where: type, reason: 'has no SHA-256' }
    else
      yield {
        kind: 'follow',
        document: type,
        // Locations begin at the folder above repodata/, where repomd.xml is.
        url: `../${path}`,
        // The name of the file holds its hash.
        place: type,
        sha256,
        bytes: bytesOf(data.size),
        changedAtMs: instantOfSeconds(data.timestamp),
      }
  }
}
