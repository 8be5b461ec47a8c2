import { closedLines } from '../../bytes/closed-lines.ts'
import { FeedError } from '../../feed/feed-error.ts'

/** Fields of one stanza that are wanted, by lower-case name. */
export interface PackageStanza {
  /** Line that it begins at, from 1. */
  readonly line: number
  readonly fields: ReadonlyMap<string, string>
}

const wanted = new Set([
  'package',
  'source',
  'version',
  'architecture',
  'filename',
  'size',
  'sha256',
  'phased-update-percentage',
])

/** Descriptions and lists of files that some repositories keep in one field; real ones stay below 100,000. */
const LONGEST_LINE = 4_000_000

/** Reads a Packages file (deb822). Throws FeedError `feed_malformed` for what is none, or ends within a line. */
export async function* parsePackages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PackageStanza> {
  let fields = new Map<string, string>()
  let [line, start, last] = [0, 1, '']
  let hasText = false
  for await (const text of closedLines(chunks, LONGEST_LINE)) {
    line++
    if (text === '' || text.trim() === '') {
      if (hasText) yield { line: start, fields }
      fields = new Map()
      ;[start, last, hasText] = [line + 1, '', false]
      continue
    }
    hasText = true
    const first = text.charCodeAt(0)
    if (first === 0x20 || first === 0x09) {
      if (last === '') throw new FeedError('feed_malformed', `line ${line} continues a field that is not there`)
      continue
    }
    const colon = text.indexOf(':')
    if (colon < 1 || colon > 100)
      throw new FeedError('feed_malformed', `line ${line} is neither a field nor part of one`)
    last = text.slice(0, colon).toLowerCase()
    // apt takes the first of two.
    if (wanted.has(last) && !fields.has(last)) fields.set(last, text.slice(colon + 1).trim())
  }
  if (hasText) yield { line: start, fields }
}
