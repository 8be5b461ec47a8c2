import type { Feed as FeedView, FeedDocument as DocumentView, ListQuery } from '@patchyard/api'
import type { Feed } from '@patchyard/feeds'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../paging/keyset-page.ts'
import type { DocumentRow, SourceRow } from './feed-store.ts'

/** Feeds by name, of this version. */
export type Feeds = Readonly<Partial<Record<string, Feed>>>

interface ListedSource extends SourceRow {
  readonly edition: string | null
  readonly edition_at: Date | null
  readonly records: number
  readonly rejected: number
  readonly bytes: number
  readonly total: number
  readonly to_do: number
  readonly broken: number
  readonly held: number
}

const state = sql`(case when s.enabled or s.state = 'held' then s.state else 'disabled' end)`

const list: KeysetList = {
  name: 'feeds',
  defaultSort: 'title',
  tie: { expression: sql`s.id`, type: 'bigint' },
  sorts: {
    title: { expression: sql`lower(s.title)`, type: 'text' },
    feed: { expression: sql`s.feed`, type: 'text' },
    state: { expression: state, type: 'text' },
    succeededAt: { expression: sql`coalesce(s.succeeded_at, timestamptz 'epoch')`, type: 'timestamptz' },
    nextAt: { expression: sql`s.next_at`, type: 'timestamptz' },
    createdAt: { expression: sql`s.created_at`, type: 'timestamptz' },
  },
}

const columns: RawBuilder<unknown> = sql`s.*, ${state} as state, r.edition, r.edition_at, d.*`
const from = (condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  from feed_source s
  cross join lateral (
    select coalesce(sum(d.records), 0)::int as records, coalesce(sum(d.rejected), 0)::int as rejected,
           coalesce(sum(d.bytes), 0)::bigint as bytes, count(*)::int as total,
           count(*) filter (where d.state in ('wanted', 'gone'))::int as to_do,
           count(*) filter (where d.state = 'failed')::int as broken,
           count(*) filter (where d.state = 'held')::int as held
      from feed_document d where d.source_id = s.id) d
  left join lateral (
    select r.edition, r.edition_at from feed_document r
     where r.source_id = s.id and r.is_root and r.taken_at is not null order by r.id limit 1) r on true
  where s.removed_at is null and ${condition}`

type Reader = Pick<Principal, 'isOperator'>

export async function listFeeds(
  trx: Trx,
  feeds: Feeds,
  reader: Reader,
  cursors: CursorCodec,
  query: ListQuery,
): Promise<{ items: FeedView[]; nextCursor: string | null; total: number }> {
  const text = sql`lower(s.title || ' ' || s.feed || ' ' || ${state} || ' ' || s.error_code)`
  const page = await readPage<ListedSource>(trx, cursors, list, query, {
    columns,
    from: from(contains(text, query.search)),
    scope: [query.search ?? ''],
  })
  return {
    items: page.rows.map(row => viewOf(row, feeds, reader)),
    nextCursor: page.nextCursor,
    total: page.total,
  }
}

export async function readFeed(trx: Trx, feeds: Feeds, reader: Reader, publicId: string): Promise<FeedView | null> {
  const { rows } = await sql<ListedSource>`select ${columns} ${from(sql`s.public_id = ${publicId}`)}`.execute(trx)
  return rows[0] === undefined ? null : viewOf(rows[0], feeds, reader)
}

/** Errors and addresses name places of the operator's network: others are told the code alone. */
function viewOf(row: ListedSource, feeds: Feeds, { isOperator }: Reader): FeedView {
  const terms = feeds[row.feed]?.terms
  return {
    id: row.public_id,
    feed: row.feed,
    title: row.title,
    isDefault: row.is_default,
    enabled: row.enabled,
    state: row.state,
    error: troubleOf(row, isOperator),
    intervalS: row.interval_s,
    attemptedAt: iso(row.attempted_at),
    succeededAt: iso(row.succeeded_at),
    nextAt: row.enabled ? iso(row.next_at) : null,
    progress: row.done === null ? null : { done: row.done, wanted: row.wanted ?? row.done },
    edition: row.edition ?? '',
    editionAt: iso(row.edition_at),
    records: row.records,
    rejected: row.rejected,
    bytes: row.bytes,
    documents: { total: row.total, wanted: row.to_do, failed: row.broken, held: row.held },
    options: row.options,
    addresses: isOperator ? row.addresses : null,
    licence: terms?.licence ?? '',
    attribution: terms?.attribution ?? '',
    mayRedistribute: terms?.mayRedistribute ?? false,
    createdAt: row.created_at.toISOString(),
  }
}

const documents: KeysetList = {
  name: 'feedDocuments',
  defaultSort: 'part',
  tie: { expression: sql`d.id`, type: 'bigint' },
  sorts: {
    part: { expression: sql`d.part collate "C"`, type: 'text' },
    state: { expression: sql`d.state`, type: 'text' },
    takenAt: { expression: sql`coalesce(d.taken_at, timestamptz 'epoch')`, type: 'timestamptz' },
    bytes: { expression: sql`d.bytes`, type: 'bigint' },
    rejected: { expression: sql`d.rejected`, type: 'bigint' },
  },
}

/** null: no such feed. */
export async function listFeedDocuments(
  trx: Trx,
  reader: Reader,
  cursors: CursorCodec,
  publicId: string,
  query: ListQuery,
): Promise<{ items: DocumentView[]; nextCursor: string | null; total: number } | null> {
  const source = await trx
    .selectFrom('feed_source')
    .select('id')
    .where('public_id', '=', publicId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (source === undefined) return null
  const text = sql`lower(d.part || ' ' || d.state || ' ' || d.error_code)`
  const page = await readPage<DocumentRow>(trx, cursors, documents, query, {
    columns: sql`d.*`,
    from: sql`from feed_document d where d.source_id = ${source.id} and ${contains(text, query.search)}`,
    scope: [source.id, query.search ?? ''],
  })
  const items = page.rows.map(row => documentView(row, reader))
  return { items, nextCursor: page.nextCursor, total: page.total }
}

function documentView(row: DocumentRow, { isOperator }: Reader): DocumentView {
  return {
    document: row.document,
    part: row.part,
    state: row.state,
    error: troubleOf(row, isOperator),
    sha256: row.sha256 === '' ? null : row.sha256,
    bytes: row.bytes,
    edition: row.edition,
    editionAt: iso(row.edition_at),
    fetchedAt: iso(row.fetched_at),
    takenAt: iso(row.taken_at),
    records: row.records,
    added: row.added,
    changed: row.changed,
    removed: row.removed,
    rejected: row.rejected,
    rejections: row.rejections as DocumentView['rejections'],
    held:
      row.held_now === null
        ? null
        : {
            since: iso(row.pending_since) ?? '',
            before: row.held_before ?? 0,
            now: row.held_now,
            bytes: row.pending_bytes,
            accepted: row.pending_accepted,
          },
  }
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

const troubleOf = (row: { error_code: string; error_text: string }, isOperator: boolean) =>
  row.error_code === '' ? null : { code: row.error_code, detail: isOperator ? row.error_text : null }
