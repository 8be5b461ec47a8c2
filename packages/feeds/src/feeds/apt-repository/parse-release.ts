import { wholeText } from '../../bytes/whole.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { bytesOf, sha256Of } from '../../fields/hashes.ts'
import { signedLines } from './clear-signed.ts'

/** A Release file: deb-release fields by lower-case name, and its list of index files. */
export interface ReleaseFile {
  readonly fields: ReadonlyMap<string, string>
  readonly files: readonly ReleaseIndex[]
  /** Lines of the list that are none. */
  readonly badLines: readonly { readonly line: number; readonly reason: string }[]
}

export interface ReleaseIndex {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
}

const MOST_FILES = 100_000

/** Reads InRelease. Throws FeedError: `feed_untrusted` when nothing is signed, `feed_malformed` for what is no Release file. */
export async function parseRelease(chunks: AsyncIterable<Uint8Array>): Promise<ReleaseFile> {
  const lines = (await wholeText(chunks)).split('\n').map(line => line.replace(/[ \t\r]+$/, ''))
  const fields = new Map<string, string>()
  const files: ReleaseIndex[] = []
  const badLines: { line: number; reason: string }[] = []
  let list = ''
  signedLines(lines).forEach((line, i) => {
    if (line === '') return
    if (/^[ \t]/.test(line)) {
      if (list !== 'sha256') return
      const file = indexOf(line)
      if (file === null) badLines.push({ line: i + 1, reason: 'is not a hash, a size and a path' })
      else files.push(file)
      if (files.length > MOST_FILES) throw new FeedError('feed_too_large', `it lists more than ${MOST_FILES} files`)
      return
    }
    const colon = line.indexOf(':')
    if (colon < 1) throw new FeedError('feed_malformed', `signed line ${i + 1} is neither a field nor part of one`)
    list = line.slice(0, colon).toLowerCase()
    // A field that stands twice could be read differently by two programs.
    if (fields.has(list)) throw new FeedError('feed_malformed', `field ${list.slice(0, 40)} stands twice`)
    fields.set(list, line.slice(colon + 1).trim())
  })
  if (!fields.has('sha256')) throw new FeedError('feed_malformed', 'it has no list of SHA256')
  return { fields, files, badLines }
}

function indexOf(line: string): ReleaseIndex | null {
  const [hash = '', size = '', path = '', ...more] = line.trim().split(/[ \t]+/)
  const sha256 = sha256Of(hash)
  const bytes = bytesOf(size)
  return sha256 === null || bytes === null || path === '' || more.length > 0 ? null : { path, sha256, bytes }
}
