import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Feed, FeedError, type FeedRecord, type ReadOptions, type Tally } from '@patchyard/feeds'
import { systemClock } from '../../../adapters/system-clock.ts'
import { systemRandom as random } from '../../../adapters/system-random.ts'
import { createNodeEgress } from '../../../egress/adapters/node-egress.ts'
import { testDatabase } from '../../../testing/index.ts'
import { diskSnapshots } from '../adapters/disk-snapshots.ts'
import { feedStore } from '../feed-store.ts'
import { noCounts } from '../sync/take-document.ts'
import { createFeedSync } from '../sync/feed-sync.ts'
import type { CatalogIntake, DocumentReading } from '../../catalog/intake/intake-types.ts'

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')

const limits = { bytes: 10_000, unpackedBytes: 10_000, ms: 1000, heapMiB: 64 }
const terms = { licence: 'CC0-1.0', attribution: 'Said by nobody', mayRedistribute: true }

/** Lines: "@7" is an edition of instant 7, ">{…}" names another document, "<{…}" takes one back, "!" is a bad entry, "?" no document at all; others are facts. */
export function sampleFeed(part: Partial<Feed> = {}): Feed {
  return {
    ...{ name: 'kev', title: 'Sample', publisher: 'nobody', terms, options: { release: 'which one' } },
    reader: 1,
    documents: [
      { name: 'index', url: null, limits, isWhole: true },
      { name: 'page', url: null, limits, isWhole: true },
    ],
    // oxlint-disable-next-line require-yield
    async *read() {
      throw new FeedError('feed_malformed', 'the world reads in its place')
    },
    ...part,
  }
}

async function* readLines(read: ReadOptions, asked: ReadOptions[]): AsyncGenerator<readonly FeedRecord[], Tally> {
  asked.push(read)
  let text = ''
  for await (const chunk of read.chunks) text += Buffer.from(chunk).toString('utf8')
  const facts: FeedRecord[] = []
  const tally = {
    rejected: 0,
    rejections: [] as Tally['rejections'][number][],
    follows: [] as Tally['follows'][number][],
    withdrawn: [] as Tally['withdrawn'][number][],
  }
  let edition: Tally['edition'] = null
  for (const line of text.split('\n').filter(one => one !== '')) {
    if (line === '?') throw new FeedError('feed_malformed', 'it is no list')
    if (line.startsWith('@')) edition = { version: line, publishedAtMs: Number(line.slice(1)), declared: null }
    else if (line.startsWith('>')) {
      const base = { document: 'page', sha256: null, bytes: null, changedAtMs: null }
      tally.follows.push({ ...base, ...(JSON.parse(line.slice(1)) as { url: string }) })
    } else if (line.startsWith('<')) {
      tally.withdrawn.push({ document: 'page', ...(JSON.parse(line.slice(1)) as { url: string; atMs: number }) })
    } else if (line === '!') {
      tally.rejected += 1
      tally.rejections.push({ where: 'a line', reason: 'is bad' })
    } else facts.push({ kind: 'lifecycle', product: line } as FeedRecord)
  }
  yield facts
  const records = { ...noCounts, lifecycle: facts.length }
  return { records, ...tally, edition }
}

/** All or nothing, as the real one; what it holds is `facts`, by source and part. */
export function memoryIntake() {
  const facts = new Map<string, readonly string[]>()
  const taken: string[] = []
  const intake: CatalogIntake = {
    async take(reading: DocumentReading) {
      const names: string[] = []
      for (;;) {
        const { done, value } = await reading.records.next()
        if (done !== true) {
          names.push(...value.map(record => (record.kind === 'lifecycle' ? record.product : '')))
          continue
        }
        const key = `${reading.sourceId} ${reading.part}`
        const before = facts.get(key) ?? []
        if (reading.isWhole && !reading.acceptShrink && names.length < before.length * 0.8)
          return { state: 'held', before: before.length, now: names.length, tally: value }
        if (names.length === 0 && reading.isWhole) facts.delete(key)
        else facts.set(key, names)
        taken.push(reading.part)
        return { state: 'applied', added: names.length, changed: 0, removed: before.length, tally: value }
      }
    },
    async forget(sourceId) {
      const keys = [...facts.keys()].filter(key => key.startsWith(`${sourceId} `))
      for (const key of keys) facts.delete(key)
      return keys.length
    },
  }
  return { intake, facts, taken, all: () => [...facts.values()].flat().sort() }
}

type Answer = string | ((reply: ServerResponse) => void)

/** A server of feeds on the loopback, a database, a catalog in memory and a clock that tests set. */
export async function feedWorld(options: { capBytes?: number; feeds?: Record<string, Feed> } = {}) {
  const db = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'patchyard-feeds-'))
  const pages = new Map<string, Answer>()
  const requests: string[] = []
  const server = createServer((request, reply) => {
    const path = request.url ?? ''
    requests.push(`${path}${request.headers['if-none-match'] === undefined ? '' : ' if new'}`)
    const answer = pages.get(path)
    if (answer === undefined) return void reply.writeHead(404).end()
    if (typeof answer !== 'string') return answer(reply)
    const etag = `"${sha256Of(answer)}"`
    if (request.headers['if-none-match'] === etag) reply.writeHead(304).end()
    else reply.writeHead(200, { etag }).end(answer)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const memory = memoryIntake()
  const reads: ReadOptions[] = []
  const log: object[] = []
  let nowMs = Date.UTC(2026, 10, 22)
  const snapshots = diskSnapshots({ folder: join(folder, 'feeds'), capBytes: options.capBytes ?? 1_000_000, random })
  const clock = { ...systemClock, nowMs: () => nowMs }
  const ports = {
    ...{ database: db.database, clock, random, snapshots, intake: memory.intake },
    egress: createNodeEgress({ allowed: ['127.0.0.0/8'], download: { stallMs: 500 } }),
    feeds: options.feeds ?? { kev: sampleFeed() },
    read: (_feed: string, _document: string, read: ReadOptions) => readLines(read, reads),
    log: { warn: (detail: object) => void log.push(detail), info: () => undefined },
  }
  const sync = (fetching = true) => createFeedSync({ ...ports, fetching })
  return {
    ...{ db, pages, requests, reads, log, base, folder, clock, ports, sync },
    ...{ facts: memory.facts, taken: memory.taken, all: memory.all },
    now: () => nowMs,
    pass(ms: number) {
      nowMs += ms
    },
    /** A source whose index is at /index; its number. */
    async source(part: { feed?: string; addresses?: object; enabled?: boolean; title?: string } = {}): Promise<number> {
      const id = await db.database.asOperator(trx =>
        feedStore.insertSource(trx, {
          publicId: random.uuid(),
          feed: (part.feed ?? 'kev') as 'kev',
          title: part.title ?? 'S',
          isDefault: false,
          enabled: part.enabled ?? true,
          options: { release: 'r' },
          addresses: (part.addresses ?? { index: `${base}/index` }) as Record<string, string>,
          intervalS: 3600,
          now: new Date(nowMs),
          nextAt: new Date(nowMs),
        }),
      )
      return id ?? 0
    },
    /** Everything that is due now, by a process of its own. */
    round: (fetching = true) => sync(fetching).round(),
    /** The next turn of every source has come. */
    due: () => db.owner(`update feed_source set next_at = $1`, [new Date(nowMs)]),
    async row(id: number) {
      const [row] = await db.owner(`select * from feed_source where id = $1`, [id])
      return row ?? {}
    },
    documents: (id: number) =>
      db.owner<{
        part: string
        state: string
        error_code: string
        failures: number
        sha256: string
        pending_sha256: string
        rejected: number
      }>(`select * from feed_document where source_id = $1 order by id`, [id]),
    actions: async () =>
      (await db.owner<{ action: string }>(`select action from audit where subscription_id = 0 order by n`)).map(
        row => row.action,
      ),
    /** As it was at the beginning, but for the time and the audit. */
    async clear() {
      await db.owner(`truncate feed_source, feed_lease, bundle_key restart identity cascade`)
      pages.clear()
      memory.facts.clear()
      for (const list of [requests, reads, log, memory.taken]) list.length = 0
      await rm(folder, { recursive: true, force: true })
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await db[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
export type FeedWorld = Awaited<ReturnType<typeof feedWorld>>
