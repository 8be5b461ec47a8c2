import { unpack } from '../bytes/unpack.ts'
import { tarMembers } from '../bytes/tar-members.ts'
import { wholeBytes } from '../bytes/whole.ts'
import { zipMembers } from '../bytes/zip-members.ts'
import type { Edition, FeedItem, FeedRecord, Follow, Withdrawal } from '../records/record.ts'
import { recordProblem } from '../records/record-problem.ts'
import type { DocumentInput, Feed, FeedDocument } from './feed.ts'
import { FeedError } from './feed-error.ts'

/** What was found in one document. */
export interface Tally {
  readonly records: Readonly<Record<FeedRecord['kind'], number>>
  readonly rejected: number
  /** The first of them. */
  readonly rejections: readonly { readonly where: string; readonly reason: string }[]
  readonly edition: Omit<Edition, 'kind'> | null
  readonly follows: readonly Omit<Follow, 'kind'>[]
  readonly withdrawn: readonly Omit<Withdrawal, 'kind'>[]
}

export interface ReadOptions {
  /** As fetched: packed or not. */
  readonly chunks: AsyncIterable<Uint8Array>
  readonly url: string
  readonly options: Readonly<Record<string, string>>
  readonly sinceMs: number | null
  readonly nowMs?: number
}

const BATCH = 500
const REJECTIONS_KEPT = 100
const MOST_FOLLOWS = 100_000

/** Gives out records in batches as they come, and returns the tally. Throws FeedError; what was given before it counts for nothing. */
export async function* readDocument(
  feed: Feed,
  name: string,
  read: ReadOptions,
): AsyncGenerator<readonly FeedRecord[], Tally> {
  const document = requireDocument(feed, name)
  const tally = newTally()
  let batch: FeedRecord[] = []
  for await (const input of inputs(feed, document, read)) {
    for await (const item of feed.read(input)) {
      const record = tally.add(item, input.member)
      if (record === null) continue
      batch.push(record)
      if (batch.length === BATCH) {
        yield batch
        batch = []
      }
    }
  }
  if (batch.length > 0) yield batch
  const result = tally.result()
  if (isEmpty(result)) throw new FeedError('feed_malformed', 'it holds nothing that this feed gives')
  return result
}

/** Throws FeedError `feed_unknown`. */
export function requireDocument(feed: Feed, name: string): FeedDocument {
  const document = feed.documents.find(one => one.name === name)
  if (document === undefined) throw new FeedError('feed_unknown', `feed ${feed.name} has no document "${name}"`)
  return document
}

const isEmpty = (tally: Tally): boolean =>
  Object.values(tally.records).every(count => count === 0) && tally.follows.length === 0 && tally.edition === null

/** The document itself, or each member of the archive that it is. */
async function* inputs(feed: Feed, document: FeedDocument, read: ReadOptions): AsyncGenerator<DocumentInput> {
  const time = read.nowMs === undefined ? {} : { nowMs: read.nowMs }
  const base = { document: document.name, url: read.url, options: read.options, sinceMs: read.sinceMs, ...time }
  const chunks = unpack(read.chunks, document.limits, `document "${document.name}" of feed ${feed.name}`)
  if (document.members === undefined) {
    yield { ...base, member: '', chunks }
    return
  }
  const { first, all } = await withFirst(chunks)
  const isZip = first[0] === 0x50 && first[1] === 0x4b
  const members = isZip ? zipMembers(await wholeBytes(all)) : tarMembers(all)
  let left = document.limits.unpackedBytes
  for await (const { path, chunks: contents } of members) {
    const counted = counting(contents, bytes => {
      left -= bytes
      if (left < 0)
        throw new FeedError('feed_too_large', `its members have more than ${document.limits.unpackedBytes} bytes`)
    })
    yield { ...base, document: document.members, member: path, chunks: counted }
  }
}

async function* counting(chunks: AsyncIterable<Uint8Array>, count: (bytes: number) => void) {
  for await (const chunk of chunks) {
    count(chunk.byteLength)
    yield chunk
  }
}

async function withFirst(chunks: AsyncGenerator<Uint8Array>) {
  const { value, done } = await chunks.next()
  const first = done === true ? new Uint8Array() : value
  const all = (async function* () {
    if (done !== true) yield first
    yield* chunks
  })()
  return { first, all }
}

function newTally() {
  const records: Record<FeedRecord['kind'], number> = {
    patch: 0,
    supersedes: 0,
    advisory: 0,
    fix: 0,
    archive: 0,
    vulnerability: 0,
    lifecycle: 0,
    applicationVersion: 0,
    module: 0,
  }
  const rejections: { where: string; reason: string }[] = []
  const follows: Omit<Follow, 'kind'>[] = []
  const withdrawn: Omit<Withdrawal, 'kind'>[] = []
  let rejected = 0
  let edition: Omit<Edition, 'kind'> | null = null
  const reject = (member: string, where: string, reason: string) => {
    rejected++
    if (rejections.length >= REJECTIONS_KEPT) return
    const place = member === '' ? where : `${member}: ${where}`
    rejections.push({ where: place.slice(0, 200), reason: reason.slice(0, 300) })
  }
  return {
    /** The record, if it is a good one. */
    add(item: FeedItem, member: string): FeedRecord | null {
      switch (item.kind) {
        case 'rejected':
          reject(member, item.where, item.reason)
          return null
        case 'edition': {
          const { kind: _, ...rest } = item
          edition ??= rest
          return null
        }
        case 'follow': {
          const { kind: _, ...rest } = item
          follows.push(rest)
          if (follows.length > MOST_FOLLOWS) throw new FeedError('feed_too_large', 'it names too many documents')
          return null
        }
        case 'withdrawn': {
          const { kind: _, ...rest } = item
          withdrawn.push(rest)
          if (withdrawn.length > MOST_FOLLOWS) throw new FeedError('feed_too_large', 'it names too many documents')
          return null
        }
        default: {
          const problem = recordProblem(item)
          if (problem === null) {
            records[item.kind]++
            return item
          }
          reject(member, nameOf(item), problem)
          return null
        }
      }
    },
    result: (): Tally => ({ records, rejected, rejections, edition, follows, withdrawn }),
  }
}

function nameOf(record: FeedRecord): string {
  switch (record.kind) {
    case 'patch':
      return record.key
    case 'supersedes':
      return record.newer
    case 'advisory':
    case 'archive':
      return record.name
    case 'fix':
      return `${record.package} ${record.cve}`
    case 'vulnerability':
      return record.cve
    case 'applicationVersion':
      return `${record.id} ${record.version}`
    case 'module':
      return `${record.module}:${record.stream}`
    case 'lifecycle':
      return `${record.product} ${record.release}`
  }
}
