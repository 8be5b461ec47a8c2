import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { WantedDocument } from './wanted-documents.ts'

const ROWS_AT_ONCE = 500

/** What is here is what the index names: by its hash, or where it has none by the time of its change. */
const isHere = sql<boolean>`(feed_document.sha256 <> '' and feed_document.options = excluded.options
  and (feed_document.sha256 = excluded.expected_sha256
       or (excluded.expected_sha256 = '' and coalesce(feed_document.changed_at = excluded.changed_at, false))))`

/** New ones are wanted; known ones only where what names them says that they changed, or does not say. */
export async function wantDocuments(trx: Trx, sourceId: number, documents: readonly WantedDocument[]): Promise<void> {
  for (let from = 0; from < documents.length; from += ROWS_AT_ONCE) {
    const rows = documents.slice(from, from + ROWS_AT_ONCE).map(one => ({
      source_id: sourceId,
      part: one.part,
      document: one.document,
      published_url: one.publishedUrl,
      url: one.url,
      is_root: one.isRoot,
      options: JSON.stringify(one.options),
      expected_sha256: one.expectedSha256,
      expected_bytes: one.expectedBytes,
      changed_at: one.changedAtMs === null ? null : new Date(one.changedAtMs),
      state: 'wanted',
    }))
    await trx
      .insertInto('feed_document')
      .values(rows)
      .onConflict(conflict =>
        conflict
          .columns(['source_id', 'part'])
          .doUpdateSet(set => ({
            document: set.ref('excluded.document'),
            published_url: set.ref('excluded.published_url'),
            url: set.ref('excluded.url'),
            is_root: set.ref('excluded.is_root'),
            options: set.ref('excluded.options'),
            expected_sha256: set.ref('excluded.expected_sha256'),
            expected_bytes: set.ref('excluded.expected_bytes'),
            changed_at: set.ref('excluded.changed_at'),
            state: sql<string>`case
              when ${isHere} then case feed_document.state when 'failed' then 'ok' else feed_document.state end
              else 'wanted' end`,
          }))
          // A list of 30,000 documents of which one is new writes one row.
          .where(
            sql<boolean>`not (${isHere} and feed_document.state = 'ok' and
              (feed_document.published_url, feed_document.url, feed_document.expected_bytes, feed_document.expected_sha256, feed_document.changed_at)
              is not distinct from
              (excluded.published_url, excluded.url, excluded.expected_bytes, excluded.expected_sha256, excluded.changed_at))`,
          ),
      )
      .execute()
  }
}
