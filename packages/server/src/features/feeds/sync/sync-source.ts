import { type Feed, FeedError, type Tally } from '@patchyard/feeds'
import { EgressError } from '../../../egress/egress.ts'
import { type DocumentRow, feedStore, type SourceRow, type Trouble } from '../feed-store.ts'
import { SyncError } from '../snapshot-store.ts'
import { attemptsStore } from './attempts-store.ts'
import { endAttempt } from './end-attempt.ts'
import { fetchDocument } from './fetch-document.ts'
import { findGoing, isTooMuch, markGone } from './gone-store.ts'
import type { SyncPorts } from './sync-ports.ts'
import { noRecords, takeDocument } from './take-document.ts'
import { followedBy, partOf, rootsOf, type WantedDocument } from './wanted-documents.ts'
import { wantDocuments } from './wanted-store.ts'

/** A source with thousands of documents lets the others in after this. */
const TURN_MS = 10 * 60_000

// Archives of everything that ever was (CVE records, winget: hundreds of megabytes) stand beside short lists of what changed: they
// are fetched once a day, whatever the interval of the source.
const LARGE_BYTES = 400_000_000
const LARGE_REST_MS = 20 * 3_600_000
const largeOf = (feed: Feed): string[] =>
  feed.documents.filter(one => one.limits.bytes >= LARGE_BYTES).map(one => one.name)

/**
 * One turn of a source: what it begins with and what failed before is wanted, then everything that is wanted is fetched and taken, one
 * document after another. What is wanted stands in the database: a turn that was cut short goes on where it ended. Throws what is
 * neither the fault of a document nor of its server, and the reason of the signal.
 */
export async function syncSource(
  ports: SyncPorts,
  source: SourceRow,
  options: { readonly fetching: boolean },
  signal: AbortSignal,
): Promise<void> {
  const { database, clock } = ports
  const now = (): Date => new Date(clock.nowMs())
  if (source.removed_at !== null) {
    await ports.intake.forget(source.id)
    return database.asOperator(trx => feedStore.deleteSource(trx, source.id))
  }
  await takeBack(ports, source, signal)
  const feed = ports.feeds[source.feed]
  if (feed === undefined) {
    const trouble = { code: 'feed_gone', text: `this version knows no feed "${source.feed}"` }
    return endAttempt(ports, source, { kind: 'failed', trouble })
  }
  const isFetching = options.fetching && source.enabled
  await database.asOperator(async trx => {
    await attemptsStore.begin(trx, source.id, now())
    if (!isFetching) return
    const roots = rootsOf(feed, source.addresses)
    const since = new Date(clock.nowMs() - LARGE_REST_MS)
    const rested = await feedStore.rested(trx, source.id, largeOf(feed), since, now())
    await feedStore.leaveRoots(
      trx,
      source.id,
      roots.map(root => root.part),
    )
    const wanted = roots.filter(root => !rested.has(root.part))
    await wantDocuments(trx, source.id, wanted)
    await feedStore.wantFailed(trx, source.id)
  })
  await takeBack(ports, source, signal)
  const since = clock.monotonicMs()
  for (let done = 0; ; done += 1) {
    signal.throwIfAborted()
    const { row, isChanged } = await database.asOperator(async trx => {
      await attemptsStore.progress(trx, source.id, done)
      const next = await feedStore.nextWanted(trx, source.id, !isFetching)
      return { row: next, isChanged: !(await attemptsStore.isAsRead(trx, source)) }
    })
    if (row === null && !isChanged) break
    // Somebody changed it meanwhile: another turn begins, with what it is now.
    if (row === null || isChanged || (done > 0 && clock.monotonicMs() - since > TURN_MS)) {
      return database.asOperator(trx => attemptsStore.pause(trx, source.id, now()))
    }
    await syncDocument(ports, source, feed, row, signal)
  }
  await takeBack(ports, source, signal)
  await endAttempt(ports, source, { kind: isFetching ? 'fetched' : 'read' })
}

async function takeBack(ports: SyncPorts, source: SourceRow, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const row = await ports.database.asOperator(trx => feedStore.nextGone(trx, source.id))
    if (row === null) return
    await ports.intake.take({
      ...{ sourceId: source.id, feed: source.feed, part: row.part },
      ...{ isWhole: true, fetchedAtMs: ports.clock.nowMs(), acceptShrink: true, records: noRecords() },
    })
    await ports.database.asOperator(trx => feedStore.deleteDocument(trx, row.id))
  }
}

/** Its outcome stands in its row. */
async function syncDocument(
  ports: SyncPorts,
  source: SourceRow,
  feed: Feed,
  row: DocumentRow,
  signal: AbortSignal,
): Promise<void> {
  const { database } = ports
  try {
    await fetchAndTake(ports, source, feed, row, signal)
  } catch (error) {
    if (signal.aborted) throw error
    const trouble = troubleOf(error)
    ports.log.warn({ err: error, feed: feed.name, part: row.part }, 'a document of a feed was not taken')
    const isHeld = row.held_now !== null && !row.pending_accepted
    await database.asOperator(trx =>
      isHeld ? feedStore.stillHeld(trx, row.id) : feedStore.failed(trx, row.id, trouble),
    )
  }
}

async function fetchAndTake(
  ports: SyncPorts,
  source: SourceRow,
  feed: Feed,
  row: DocumentRow,
  signal: AbortSignal,
): Promise<void> {
  const { database, clock } = ports
  const definition = feed.documents.find(one => one.name === row.document)
  if (definition === undefined) throw new SyncError('feed_gone', `this version knows no document "${row.document}"`)
  const now = new Date(clock.nowMs())
  const isBrought = row.pending_sha256 !== '' && (row.pending_accepted || row.held_now === null)
  const atHand = { state: 'new' as const, sha256: row.sha256, bytes: row.bytes, ...validatorsOf(row) }
  const brought =
    row.pending_sha256 === row.sha256 ? atHand : { ...atHand, ...bytesOf(row), etag: '', lastModified: '' }
  const fetched = isBrought ? brought : await fetchDocument(ports, definition, row, signal)
  const isReadBefore = row.reader === feed.reader
  if (fetched.state === 'unchanged' && isReadBefore) {
    return database.asOperator(trx => feedStore.unchanged(trx, row.id, { now }))
  }
  const found = fetched.state === 'unchanged' ? atHand : fetched
  const { sha256, bytes, etag, lastModified } = found
  if (sha256 === row.sha256 && isReadBefore) {
    return database.asOperator(trx => feedStore.unchanged(trx, row.id, { now, etag, lastModified }))
  }
  if (!isBrought && sha256 === row.pending_sha256) return database.asOperator(trx => feedStore.stillHeld(trx, row.id))
  const fetchedAtMs = isBrought ? (row.pending_since ?? now).getTime() : now.getTime()
  const result = await takeDocument(ports, { source, feed, row, sha256, fetchedAtMs }, signal)
  if (result.state === 'held') {
    const { before, now: after } = result
    return database.asOperator(trx => feedStore.held(trx, row.id, { sha256, bytes, before, after, now }))
  }
  const { followed, tally } = follow(feed, row, result.tally)
  const withdrawn = withdrawnBy(row, tally)
  // What it names is wanted in the same transaction that calls it taken: after a crash it is read again rather than half followed.
  await database.asOperator(async trx => {
    // Read by options that it no longer has: it stays wanted, and is read again.
    if (!(await attemptsStore.isAsRead(trx, source))) return
    const named = namesAll(feed, source, row) ? followed.map(one => one.part) : null
    const going = await findGoing(trx, source.id, named, withdrawn)
    if (!row.pending_accepted && isTooMuch(going)) {
      const { known, taken } = going
      return feedStore.held(trx, row.id, { sha256, bytes, before: known, after: known - taken, now })
    }
    await markGone(trx, going.ids)
    await wantDocuments(trx, source.id, followed)
    const { added, changed, removed } = result
    const counts = { added, changed, removed }
    const fetchedAt = new Date(fetchedAtMs)
    const { reader } = feed
    await feedStore.taken(trx, row.id, { sha256, bytes, etag, lastModified, fetchedAt, now, tally, reader, ...counts })
  })
}

/** What a document names; what cannot be fetched is rejected, and the others are taken. Of two under one name the last one counts. */
function follow(feed: Feed, row: DocumentRow, tally: Tally): { followed: WantedDocument[]; tally: Tally } {
  const parent = { publishedUrl: row.published_url, url: row.url }
  const byPart = new Map<string, WantedDocument>()
  const refused: { where: string; reason: string }[] = []
  for (const one of tally.follows) {
    try {
      const wanted = followedBy(feed, parent, one)
      byPart.set(wanted.part, wanted)
    } catch (error) {
      if (!(error instanceof FeedError)) throw error
      refused.push({ where: one.url.slice(0, 200), reason: error.message })
    }
  }
  const rejections = [...tally.rejections, ...refused]
  return { followed: [...byPart.values()], tally: { ...tally, rejected: tally.rejected + refused.length, rejections } }
}

/** Whether what this document does not name has gone: it names all that there is, and no other of the source names any. */
function namesAll(feed: Feed, source: SourceRow, row: DocumentRow): boolean {
  const lists = feed.documents.filter(one => one.namesAll === true).map(one => one.name)
  const used = rootsOf(feed, source.addresses).filter(one => lists.includes(one.document))
  return row.is_root && used.length === 1 && used[0]?.part === row.part
}

function withdrawnBy(row: DocumentRow, tally: Tally): { readonly part: string; readonly at: Date }[] {
  return tally.withdrawn.flatMap(({ document, url, atMs }) =>
    URL.canParse(url, row.published_url)
      ? [{ part: partOf(document, new URL(url, row.published_url).href), at: new Date(atMs) }]
      : [],
  )
}

const validatorsOf = (row: DocumentRow) => ({ etag: row.etag, lastModified: row.last_modified })
const bytesOf = (row: DocumentRow) => ({ sha256: row.pending_sha256, bytes: row.pending_bytes })

function troubleOf(error: unknown): Trouble {
  if (error instanceof FeedError || error instanceof EgressError || error instanceof SyncError)
    return { code: error.code, text: error.message }
  return { code: 'internal', text: 'the server made a mistake; its log says more' }
}
