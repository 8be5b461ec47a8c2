import { readCsv } from '../../bytes/csv.ts'
import { parseJson } from '../../bytes/json.ts'
import { wholeText } from '../../bytes/whole.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import { publicUrl, repositoryPath } from '../../fields/public-url.ts'
import type { Edition, Follow, Rejection, Withdrawal } from '../../records/record.ts'
import { rolieCheck } from './csaf-schema.ts'

/**
 * `changes.csv` beside the documents (CSAF 2.0, 7.1.13): path and time of change of each, newest first, without a header. Paths stay
 * below the list's own address. `notBeforeMs`: documents that changed before are not wanted. Throws FeedError.
 */
export async function* readChanges(
  chunks: AsyncIterable<Uint8Array>,
  notBeforeMs: number | null,
): AsyncGenerator<Edition | Follow | Rejection> {
  yield* wanted(await readEntries(chunks), notBeforeMs)
}

/**
 * Red Hat's `deletions.csv`, of the same form: documents that were withdrawn, and when. It may be empty: nothing was. Throws FeedError.
 */
export async function* readDeletions(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Edition | Withdrawal | Rejection> {
  const entries = await readEntries(chunks)
  const good = entries.filter(one => one.url !== '' && one.atMs !== null)
  if (good.length === 0 && entries.length > 0) throw new FeedError('feed_malformed', 'it names no document')
  const newestMs = good.reduce<number | null>((newest, one) => Math.max(newest ?? 0, one.atMs ?? 0), null)
  yield { kind: 'edition', version: '', publishedAtMs: newestMs, declared: entries.length }
  for (const { where, url, atMs } of entries) {
    if (url === '' || atMs === null) yield { kind: 'rejected', where, reason: NO_ENTRY }
    else yield { kind: 'withdrawn', document: 'document', url, atMs }
  }
}

async function readEntries(chunks: AsyncIterable<Uint8Array>): Promise<Entry[]> {
  const rows = readCsv(chunks, { columns: ['path', 'at'], header: ['path', 'at'], longestRow: 2000 })
  const entries: Entry[] = []
  for await (const row of rows) {
    if (row.kind === 'rejected') entries.push({ where: row.where, url: '', atMs: null })
    else {
      const url = repositoryPath(row.values['path'] ?? '')
      entries.push({
        where: `row ${row.number}`,
        url: url.endsWith('.json') ? url : '',
        atMs: instantOf(row.values['at'] ?? ''),
      })
    }
  }
  return entries
}

/** A ROLIE feed (RFC 8322) in JSON, as CISA gives beside it: whole addresses, of the same host alone. Throws FeedError. */
export async function* readRolie(
  chunks: AsyncIterable<Uint8Array>,
  base: string,
  notBeforeMs: number | null,
): AsyncGenerator<Edition | Follow | Rejection> {
  const value = parseJson(await wholeText(chunks))
  if (!rolieCheck.Check(value)) throw new FeedError('feed_malformed', 'it is no ROLIE feed')
  const host = URL.canParse(base) ? new URL(base).host : ''
  const entries = value.feed.entry.map(({ updated = '', content }, i): Entry => {
    const url = publicUrl(content.src)
    return {
      where: `entry ${i + 1}`,
      url: url !== '' && new URL(url).host === host ? url : '',
      atMs: instantOf(updated),
    }
  })
  yield* wanted(entries, notBeforeMs)
}

interface Entry {
  readonly where: string
  /** '' for what is no address below the list. */
  readonly url: string
  readonly atMs: number | null
}

const NO_ENTRY = 'names no document below the list, or no time'

/** All of them, also what was known before: what is not named any more has gone. */
function* wanted(entries: readonly Entry[], notBeforeMs: number | null): Generator<Edition | Follow | Rejection> {
  const good = entries.filter(one => one.url !== '' && one.atMs !== null)
  if (good.length === 0) throw new FeedError('feed_malformed', 'it names no document')
  const newestMs = good.reduce((newest, one) => Math.max(newest, one.atMs ?? 0), 0)
  yield { kind: 'edition', version: '', publishedAtMs: newestMs, declared: entries.length }
  const seen = new Set<string>()
  for (const { where, url, atMs } of entries) {
    if (url === '' || atMs === null) yield { kind: 'rejected', where, reason: NO_ENTRY }
    else if (!seen.has(url) && atMs > (notBeforeMs ?? 0)) {
      seen.add(url)
      yield { kind: 'follow', document: 'document', url, sha256: null, bytes: null, changedAtMs: atMs }
    }
  }
}
