import type { Feed, FeedRecord, Tally } from '@patchyard/feeds'
import type { DocumentRow, SourceRow } from '../feed-store.ts'
import { SyncError } from '../snapshot-store.ts'
import type { IntakeResult } from '../../catalog/intake/intake-types.ts'
import type { SyncPorts } from './sync-ports.ts'

/**
 * Reads a document in a thread of its own and gives its facts to the catalog, all or none. Throws FeedError, SyncError, what the
 * intake throws, and the reason of the signal.
 */
export async function takeDocument(
  ports: Pick<SyncPorts, 'clock' | 'intake' | 'read' | 'snapshots'>,
  about: {
    readonly source: SourceRow
    readonly feed: Feed
    readonly row: DocumentRow
    readonly sha256: string
    readonly fetchedAtMs: number
  },
  signal: AbortSignal,
): Promise<IntakeResult> {
  const { source, feed, row } = about
  const editionAtMs = row.edition_at?.getTime() ?? null
  const records = ports.read(feed.name, row.document, {
    chunks: ports.snapshots.read(about.sha256),
    url: row.published_url,
    options: { ...source.options, ...row.options },
    // Read once more by another reader: all that it names, not what is newer than itself.
    sinceMs: about.sha256 === row.sha256 ? null : editionAtMs,
    nowMs: ports.clock.nowMs(),
  })
  return ports.intake.take({
    sourceId: source.id,
    feed: feed.name,
    part: row.part,
    isWhole: feed.documents.find(one => one.name === row.document)?.isWhole ?? false,
    fetchedAtMs: about.fetchedAtMs,
    acceptShrink: row.pending_accepted,
    records: watched(records, {
      signal,
      notBeforeMs: row.pending_accepted ? null : editionAtMs,
      notAfterMs: ports.clock.nowMs() + DAY_MS,
    }),
  })
}

const DAY_MS = 86_400_000

interface Watch {
  readonly signal: AbortSignal
  /** null: any edition is taken. */
  readonly notBeforeMs: number | null
  readonly notAfterMs: number
}

/**
 * Ends with the signal, and refuses an edition that is older than the one that is here: a mirror that stands still, or somebody who
 * brings back a state in which a hole was not known yet. A person who accepts it may go back.
 */
async function* watched(
  records: AsyncGenerator<readonly FeedRecord[], Tally>,
  { signal, notBeforeMs, notAfterMs }: Watch,
): AsyncGenerator<readonly FeedRecord[], Tally> {
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await records.next()
      signal.throwIfAborted()
      if (done !== true) {
        yield value
        continue
      }
      const tally = storable(value, notAfterMs)
      const publishedAtMs = tally.edition?.publishedAtMs ?? null
      if (notBeforeMs !== null && publishedAtMs !== null && publishedAtMs < notBeforeMs) {
        const [found, known] = [publishedAtMs, notBeforeMs].map(ms => new Date(ms).toISOString())
        throw new SyncError('feed_older', `it is of ${found}, and what is here of ${known}`)
      }
      return tally
    }
  } finally {
    await records.return(undefined as never)
  }
}

/**
 * What is kept beside the facts, as the database can hold it: one entry with a zero character would else keep the document out. An edition
 * of the future has no date: every later one would be called older.
 */
function storable(tally: Tally, notAfterMs: number): Tally {
  const { edition } = tally
  const publishedAtMs = edition?.publishedAtMs ?? null
  const isToCome = publishedAtMs !== null && publishedAtMs > notAfterMs
  return {
    ...tally,
    rejections: tally.rejections.map(({ where, reason }) => ({ where: kept(where), reason: kept(reason) })),
    edition:
      edition === null
        ? null
        : { ...edition, version: kept(edition.version), publishedAtMs: isToCome ? null : publishedAtMs },
    follows: tally.follows.map(one => ({
      ...one,
      url: kept(one.url),
      ...(one.place === undefined ? {} : { place: kept(one.place) }),
      ...(one.options === undefined ? {} : { options: keptAll(one.options) }),
    })),
  }
}

const kept = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')
const keptAll = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, kept(text)]))

export const noCounts: Tally['records'] = {
  ...{
    patch: 0,
    supersedes: 0,
    advisory: 0,
    fix: 0,
    archive: 0,
    vulnerability: 0,
    lifecycle: 0,
    applicationVersion: 0,
    module: 0,
  },
}

/** What the catalog is given where a document has gone: nothing, which is everything that there is. */
// oxlint-disable-next-line require-yield
export async function* noRecords(): AsyncGenerator<readonly FeedRecord[], Tally> {
  return { records: noCounts, rejected: 0, rejections: [], edition: null, follows: [], withdrawn: [] }
}
