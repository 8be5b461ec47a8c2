import { Readable } from 'node:stream'
import type { BundleQuery } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import type { Signer } from '@patchyard/protocol'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { DocumentRow, SourceRow } from '../feed-store.ts'
import type { Feeds } from '../feeds-read-model.ts'
import type { SnapshotStore } from '../snapshot-store.ts'
import { signManifest } from './bundle-key.ts'
import { BUNDLE_FORMAT, type BundleDocument, type BundleManifest, type BundleSource } from './bundle-manifest.ts'
import { tarEnd, tarMember } from './bundle-tar.ts'

/** A month: what a bundle says about holes is no longer worth much then. */
const LASTS_MS = 30 * 86_400_000

export interface BundleExport {
  /** Throws Problem `malformed`. */
  stream(query: BundleQuery): Promise<{ readonly body: Readable; readonly manifest: BundleManifest }>
}

export function createBundleExport(ports: {
  database: Database
  clock: Clock
  feeds: Feeds
  snapshots: SnapshotStore
  key: Signer
}): BundleExport {
  const { database, clock, feeds, snapshots, key } = ports

  function chosen(query: BundleQuery): ReadonlySet<string> | null {
    if (query.feeds === undefined) return null
    const names = query.feeds.split(',').map(name => name.trim())
    const unknown = names.find(name => feeds[name] === undefined)
    if (unknown !== undefined)
      throw new Problem('malformed', { field: 'feeds', detail: `there is no feed "${unknown}"` })
    return new Set(names)
  }

  async function sourcesOf(query: BundleQuery, since: Date | null): Promise<BundleSource[]> {
    const names = chosen(query)
    const found = await database.asOperator(trx => readSources(trx), { readOnly: true })
    const sources: BundleSource[] = []
    for (const { source, rows } of found) {
      const feed = feeds[source.feed]
      if (feed === undefined || (names !== null && !names.has(source.feed))) continue
      if (!feed.terms.mayRedistribute && query.ownUse !== true) continue
      const documents: BundleDocument[] = []
      for (const row of rows) {
        if (since !== null && (row.taken_at?.getTime() ?? 0) < since.getTime()) continue
        // Read by another server process of the installation, whose disk it lies on.
        if (await snapshots.has(row.sha256)) documents.push(documentOf(row))
      }
      if (documents.length === 0) continue
      const given = feed.documents.filter(one => one.url === null).map(one => one.name)
      sources.push({
        ...{ feed: source.feed, title: source.title, options: source.options },
        // Where it begins if nobody else knows; mirrors are nobody's business elsewhere.
        addresses: Object.fromEntries(Object.entries(source.addresses).filter(([name]) => given.includes(name))),
        ...{ licence: feed.terms.licence, attribution: feed.terms.attribution, documents },
      })
    }
    return sources
  }

  return {
    async stream(query) {
      const since = instantOf(query.since)
      const nowMs = clock.nowMs()
      const manifest: BundleManifest = {
        format: BUNDLE_FORMAT,
        madeAt: new Date(nowMs).toISOString(),
        expiresAt: new Date(nowMs + LASTS_MS).toISOString(),
        since: since?.toISOString() ?? null,
        ownUse: query.ownUse === true,
        sources: await sourcesOf(query, since),
      }
      const text = JSON.stringify(manifest)
      const signature = JSON.stringify({ format: BUNDLE_FORMAT, key: key.pub, signature: signManifest(key, text) })
      const sizes = new Map(manifest.sources.flatMap(one => one.documents).map(one => [one.sha256, one.bytes]))
      async function* archive(): AsyncGenerator<Uint8Array> {
        yield* ownMember('signature.json', signature, nowMs)
        yield* ownMember('manifest.json', text, nowMs)
        for (const [sha256, bytes] of sizes) {
          yield* tarMember(`documents/${sha256}`, bytes, nowMs, snapshots.read(sha256))
        }
        yield tarEnd()
      }
      return { body: Readable.from(archive(), { objectMode: false, highWaterMark: 256 * 1024 }), manifest }
    },
  }
}

function ownMember(name: string, text: string, atMs: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8')
  return tarMember(name, bytes.length, atMs, Readable.from([bytes]))
}

function instantOf(text: string | undefined): Date | null {
  if (text === undefined) return null
  const ms = Date.parse(text)
  if (Number.isNaN(ms) || !/^\d{4}-\d{2}-\d{2}/.test(text))
    throw new Problem('malformed', { field: 'since', detail: 'is no date or instant (example: 2026-11-01)' })
  return new Date(ms)
}

async function readSources(trx: Trx): Promise<{ source: SourceRow; rows: DocumentRow[] }[]> {
  const sources = await trx
    .selectFrom('feed_source')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()
  const rows = await trx
    .selectFrom('feed_document')
    .selectAll()
    .where('sha256', '<>', '')
    .where('taken_at', 'is not', null)
    .where('state', '<>', 'gone')
    .orderBy('is_root', 'desc')
    .orderBy('id')
    .execute()
  const bySource = Map.groupBy(rows as DocumentRow[], row => row.source_id)
  return (sources as SourceRow[]).map(source => ({ source, rows: bySource.get(source.id) ?? [] }))
}

function documentOf(row: DocumentRow): BundleDocument {
  return {
    part: row.part,
    document: row.document,
    publishedUrl: row.published_url,
    isRoot: row.is_root,
    options: row.options,
    sha256: row.sha256,
    bytes: row.bytes,
    edition: row.edition,
    editionAt: row.edition_at?.toISOString() ?? null,
    fetchedAt: (row.fetched_at ?? row.taken_at)?.toISOString() ?? '',
    changedAt: row.changed_at?.toISOString() ?? null,
  }
}
