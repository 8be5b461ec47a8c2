import type { FeedName, Tally } from '@patchyard/feeds'
import { type Selectable, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { FeedDocumentTable, FeedSourceTable } from '../../database/schema.gen.ts'
import type { WantedDocument } from './sync/wanted-documents.ts'
import { wantDocuments } from './sync/wanted-store.ts'

export type SourceRow = Selectable<FeedSourceTable> & {
  readonly feed: FeedName
  readonly options: Readonly<Record<string, string>>
  readonly addresses: Readonly<Record<string, string>>
  readonly state: 'never' | 'ok' | 'failed' | 'held'
}
export type DocumentRow = Selectable<FeedDocumentTable> & {
  readonly options: Readonly<Record<string, string>>
  readonly state: 'wanted' | 'ok' | 'failed' | 'held' | 'gone'
}

export interface NewSource {
  readonly publicId: string
  readonly feed: FeedName
  readonly title: string
  readonly isDefault: boolean
  readonly enabled: boolean
  readonly options: Readonly<Record<string, string>>
  readonly addresses: Readonly<Record<string, string>>
  readonly intervalS: number
  readonly now: Date
  readonly nextAt: Date
}

export interface Trouble {
  readonly code: string
  readonly text: string
}

export interface Taken {
  readonly sha256: string
  readonly bytes: number
  readonly etag: string
  readonly lastModified: string
  readonly fetchedAt: Date
  readonly now: Date
  readonly tally: Tally
  /** `Feed.reader`. */
  readonly reader: number
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/** Writes of sources and their documents. All stand outside the wall: `Database.asOperator`. */
export const feedStore = {
  /** Its number; null where the default source of that feed is there already. */
  async insertSource(trx: Trx, source: NewSource): Promise<number | null> {
    const row = await trx
      .insertInto('feed_source')
      .values({
        public_id: source.publicId,
        feed: source.feed,
        title: source.title,
        is_default: source.isDefault,
        enabled: source.enabled,
        options: JSON.stringify(source.options),
        addresses: JSON.stringify(source.addresses),
        interval_s: source.intervalS,
        created_at: source.now,
        next_at: source.nextAt,
      })
      .onConflict(conflict => conflict.column('feed').where('is_default', '=', true).doNothing())
      .returning('id')
      .executeTakeFirst()
    return row?.id ?? null
  },

  async lockSource(trx: Trx, publicId: string): Promise<SourceRow | null> {
    const row = await trx
      .selectFrom('feed_source')
      .selectAll()
      .where('public_id', '=', publicId)
      .where('removed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    return (row as SourceRow | undefined) ?? null
  },

  async changeSource(
    trx: Trx,
    id: number,
    change: Partial<Pick<NewSource, 'title' | 'enabled' | 'options' | 'addresses' | 'intervalS' | 'nextAt'>>,
  ): Promise<void> {
    const set = {
      ...(change.title === undefined ? {} : { title: change.title }),
      ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
      ...(change.options === undefined ? {} : { options: JSON.stringify(change.options) }),
      ...(change.addresses === undefined ? {} : { addresses: JSON.stringify(change.addresses) }),
      ...(change.intervalS === undefined ? {} : { interval_s: change.intervalS }),
      ...(change.nextAt === undefined ? {} : { next_at: change.nextAt }),
    }
    if (Object.keys(set).length === 0) return
    await trx.updateTable('feed_source').set(set).where('id', '=', id).execute()
  },

  /** It is shown no more; its facts are taken out of the catalog, then `deleteSource`. */
  async removeSource(trx: Trx, id: number, now: Date): Promise<void> {
    await trx
      .updateTable('feed_source')
      .set({ removed_at: now, enabled: false, next_at: now })
      .where('id', '=', id)
      .execute()
  },

  /** What was reached by another address than the one that it has now. */
  async leaveFollowed(trx: Trx, sourceId: number): Promise<void> {
    await trx
      .updateTable('feed_document')
      .set({ state: 'gone' })
      .where('source_id', '=', sourceId)
      .where('is_root', '=', false)
      .execute()
  },

  /** Documents that the source no longer begins with. */
  async leaveRoots(trx: Trx, sourceId: number, roots: readonly string[]): Promise<void> {
    await trx
      .updateTable('feed_document')
      .set({ state: 'gone' })
      .where('source_id', '=', sourceId)
      .where('is_root', '=', true)
      .$if(roots.length > 0, query => query.where('part', 'not in', roots))
      .execute()
  },

  async nextGone(trx: Trx, sourceId: number): Promise<DocumentRow | null> {
    const row = await trx
      .selectFrom('feed_document')
      .selectAll()
      .where('source_id', '=', sourceId)
      .where('state', '=', 'gone')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    return (row as DocumentRow | undefined) ?? null
  },

  async deleteDocument(trx: Trx, id: number): Promise<void> {
    await trx.deleteFrom('feed_document').where('id', '=', id).execute()
  },

  async deleteSource(trx: Trx, id: number): Promise<void> {
    await trx.deleteFrom('feed_source').where('id', '=', id).execute()
  },

  /** All of it is fetched and read as if it was new; what the catalog holds stays until then. */
  async forgetEditions(trx: Trx, sourceId: number): Promise<void> {
    await trx
      .updateTable('feed_document')
      .set({ sha256: '', etag: '', last_modified: '', edition_at: null, state: 'wanted', failures: 0 })
      .where('source_id', '=', sourceId)
      .where('state', '<>', 'gone')
      .execute()
  },

  /** Which of these documents were fetched since then, and are well. */
  async rested(
    trx: Trx,
    sourceId: number,
    documents: readonly string[],
    since: Date,
    now: Date,
  ): Promise<ReadonlySet<string>> {
    if (documents.length === 0) return new Set()
    const rows = await trx
      .selectFrom('feed_document')
      .select('part')
      .where('source_id', '=', sourceId)
      .where('document', 'in', documents)
      .where('is_root', '=', true)
      .where('state', '=', 'ok')
      .where('sha256', '<>', '')
      .where('fetched_at', '>', since)
      // A time to come was written before the clock went back.
      .where('fetched_at', '<=', now)
      .execute()
    return new Set(rows.map(row => row.part))
  },

  /** Those that failed are tried once more. */
  async wantFailed(trx: Trx, sourceId: number): Promise<void> {
    await trx
      .updateTable('feed_document')
      .set({ state: 'wanted' })
      .where('source_id', '=', sourceId)
      .where('state', '=', 'failed')
      .execute()
  },

  async nextWanted(trx: Trx, sourceId: number, onlyPending: boolean): Promise<DocumentRow | null> {
    const row = await trx
      .selectFrom('feed_document')
      .selectAll()
      .where('source_id', '=', sourceId)
      .where('state', '=', 'wanted')
      .$if(onlyPending, query => query.where(isPending))
      .orderBy('is_root', 'desc')
      // What is not there does not keep back what was not tried yet.
      .orderBy('failures')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    return (row as DocumentRow | undefined) ?? null
  },

  async taken(trx: Trx, id: number, taken: Taken): Promise<void> {
    const { tally } = taken
    await trx
      .updateTable('feed_document')
      .set({
        ...{ state: 'ok', failures: 0, error_code: '', error_text: '', ...nothingPending },
        sha256: taken.sha256,
        bytes: taken.bytes,
        etag: taken.etag,
        last_modified: taken.lastModified,
        edition: (tally.edition?.version ?? '').slice(0, 200),
        edition_at: instant(tally.edition?.publishedAtMs ?? null),
        fetched_at: taken.fetchedAt,
        taken_at: taken.now,
        reader: taken.reader,
        records: Object.values(tally.records).reduce((sum, count) => sum + count, 0),
        rejected: tally.rejected,
        rejections: JSON.stringify(tally.rejections.slice(0, 20)),
        added: taken.added,
        changed: taken.changed,
        removed: taken.removed,
      })
      .where('id', '=', id)
      .execute()
  },

  // What has gone while it was fetched (somebody gave its source another address) stays so, however the fetching ends.

  /** It is what is here already. */
  async unchanged(
    trx: Trx,
    id: number,
    seen: { readonly now: Date; readonly etag?: string; readonly lastModified?: string },
  ): Promise<void> {
    await trx
      .updateTable('feed_document')
      .set({
        ...{ state: 'ok', failures: 0, error_code: '', error_text: '', fetched_at: seen.now, ...nothingPending },
        ...(seen.etag === undefined ? {} : { etag: seen.etag }),
        ...(seen.lastModified === undefined ? {} : { last_modified: seen.lastModified }),
      })
      .where('id', '=', id)
      .where('state', '<>', 'gone')
      .execute()
  },

  async failed(trx: Trx, id: number, trouble: Trouble): Promise<void> {
    await trx
      .updateTable('feed_document')
      .set(set => ({
        state: 'failed',
        failures: set('failures', '+', 1),
        error_code: trouble.code,
        error_text: trouble.text.slice(0, 500),
        // What came with a bundle and cannot be read stays unread; the next sync fetches it.
        ...nothingPending,
      }))
      .where('id', '=', id)
      .where('state', '<>', 'gone')
      .execute()
  },

  async held(
    trx: Trx,
    id: number,
    held: {
      readonly sha256: string
      readonly bytes: number
      readonly before: number
      readonly after: number
      readonly now: Date
    },
  ): Promise<void> {
    await trx
      .updateTable('feed_document')
      .set({
        ...{ state: 'held', failures: 0, error_code: 'feed_held', error_text: '' },
        pending_sha256: held.sha256,
        pending_bytes: held.bytes,
        pending_since: held.now,
        pending_accepted: false,
        held_before: held.before,
        held_now: held.after,
      })
      .where('id', '=', id)
      .where('state', '<>', 'gone')
      .execute()
  },

  /** As it was: held, and seen again. */
  async stillHeld(trx: Trx, id: number): Promise<void> {
    await trx
      .updateTable('feed_document')
      .set({ state: 'held' })
      .where('id', '=', id)
      .where('state', '<>', 'gone')
      .execute()
  },

  /** What was held is to be taken; how many. */
  async acceptHeld(trx: Trx, sourceId: number): Promise<number> {
    const rows = await trx
      .updateTable('feed_document')
      .set({ state: 'wanted', pending_accepted: true })
      .where('source_id', '=', sourceId)
      .where('state', '=', 'held')
      .returning('id')
      .execute()
    return rows.length
  },

  /** Bytes that came with a bundle, to be read in turn. */
  async bring(
    trx: Trx,
    sourceId: number,
    document: WantedDocument,
    bytes: { readonly sha256: string; readonly size: number; readonly fetchedAt: Date; readonly bundleId: number },
  ): Promise<void> {
    await wantDocuments(trx, sourceId, [document])
    await trx
      .updateTable('feed_document')
      .set({
        state: 'wanted',
        pending_sha256: bytes.sha256,
        pending_bytes: bytes.size,
        pending_since: bytes.fetchedAt,
        bundle_id: bytes.bundleId,
        pending_accepted: false,
        held_before: null,
        held_now: null,
      })
      .where('source_id', '=', sourceId)
      .where('part', '=', document.part)
      .execute()
  },

  /** Every file that a row names, or a bundle that is being sent. */
  async namedSnapshots(trx: Trx): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ sha256: string }>`
      select sha256 from feed_document where sha256 <> ''
      union select pending_sha256 from feed_document where pending_sha256 <> ''
      union select jsonb_path_query(b.manifest, '$.sources[*].documents[*].sha256') #>> '{}'
        from bundle b where b.state = 'open'`.execute(trx)
    return new Set(rows.map(row => row.sha256))
  },
}

const nothingPending = {
  pending_sha256: '',
  pending_bytes: 0,
  pending_since: null,
  pending_accepted: false,
  held_before: null,
  held_now: null,
} as const

/** Bytes that are here and may be read: brought by a bundle, or held and accepted. */
export const isPending = sql<boolean>`(pending_sha256 <> '' and (pending_accepted or held_now is null))`

const instant = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))
