import { type Selectable, sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { BundleKeyTable, BundleTable } from '../../../database/schema.gen.ts'
import type { BundleDocument, BundleManifest } from './bundle-manifest.ts'

export type BundleKeyRow = Selectable<BundleKeyTable>
export type BundleRow = Selectable<BundleTable> & { readonly manifest: BundleManifest; readonly public_id: string }

const DAY_MS = 86_400_000

export const bundleStore = {
  /** false: the key is trusted already. */
  async insertKey(trx: Trx, key: { publicId: string; name: string; key: string; now: Date }): Promise<boolean> {
    const row = await trx
      .insertInto('bundle_key')
      .values({ public_id: key.publicId, name: key.name, key: key.key, created_at: key.now })
      .onConflict(conflict => conflict.column('key').doNothing())
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  },

  async deleteKey(trx: Trx, publicId: string): Promise<BundleKeyRow | null> {
    const row = await trx.deleteFrom('bundle_key').where('public_id', '=', publicId).returningAll().executeTakeFirst()
    return row ?? null
  },

  /** Locked: two bundles of one key are judged one after the other. */
  async lockKey(trx: Trx, key: string): Promise<BundleKeyRow | null> {
    const row = await trx.selectFrom('bundle_key').selectAll().where('key', '=', key).forUpdate().executeTakeFirst()
    return row ?? null
  },

  async lockKeyOf(trx: Trx, id: number): Promise<BundleKeyRow> {
    return trx.selectFrom('bundle_key').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
  },

  async setLastMadeAt(trx: Trx, id: number, at: Date): Promise<void> {
    await trx.updateTable('bundle_key').set({ last_made_at: at }).where('id', '=', id).execute()
  },

  async insert(
    trx: Trx,
    bundle: { publicId: string; keyId: number; manifest: string; documents: number; madeAt: Date; now: Date },
  ): Promise<void> {
    await trx
      .insertInto('bundle')
      .values({
        public_id: bundle.publicId,
        key_id: bundle.keyId,
        state: 'open',
        manifest: bundle.manifest,
        documents: bundle.documents,
        made_at: bundle.madeAt,
        begun_at: bundle.now,
      })
      .execute()
  },

  async lock(trx: Trx, publicId: string): Promise<BundleRow | null> {
    const row = await trx
      .selectFrom('bundle')
      .selectAll()
      .where('public_id', '=', publicId)
      .forUpdate()
      .executeTakeFirst()
    return (row as BundleRow | undefined) ?? null
  },

  /** Of an open bundle: one of its documents, without the rest of the manifest. */
  async documentOf(
    trx: Trx,
    publicId: string,
    sha256: string,
  ): Promise<{ state: string; bytes: number | null } | null> {
    const { rows } = await sql<{ state: string; bytes: number | null }>`
      select b.state, (select (d ->> 'bytes')::bigint
        from jsonb_path_query(b.manifest, '$.sources[*].documents[*] ? (@.sha256 == $sha)',
               jsonb_build_object('sha', ${sha256}::text)) d limit 1) as bytes
        from bundle b where b.public_id = ${publicId}`.execute(trx)
    return rows[0] ?? null
  },

  async setTaken(trx: Trx, id: number, now: Date): Promise<void> {
    await trx.updateTable('bundle').set({ state: 'taken', ended_at: now }).where('id', '=', id).execute()
  },

  /** What nobody went on with for a day. */
  async abandonOld(trx: Trx, now: Date): Promise<void> {
    await trx
      .updateTable('bundle')
      .set({ state: 'abandoned', ended_at: now })
      .where('state', '=', 'open')
      .where('begun_at', '<', new Date(now.getTime() - DAY_MS))
      .execute()
  },

  /** The source that a bundle's source is here: of the same feed and options, and begun at the same places. */
  async findSource(
    trx: Trx,
    source: { feed: string; options: object; addresses: Readonly<Record<string, string>> },
  ): Promise<number | null> {
    const rows = await trx
      .selectFrom('feed_source')
      .select(['id', 'addresses'])
      .where('feed', '=', source.feed)
      .where('removed_at', 'is', null)
      .where(sql<boolean>`options = ${JSON.stringify(source.options)}::jsonb`)
      .orderBy('is_default', 'desc')
      .orderBy('id')
      .execute()
    const isIt = (addresses: unknown): boolean =>
      Object.entries(source.addresses).every(([name, url]) => (addresses as Record<string, string>)[name] === url)
    return rows.find(row => isIt(row.addresses))?.id ?? null
  },

  /** By part: what is here of a source. */
  async known(trx: Trx, sourceId: number): Promise<ReadonlyMap<string, Known>> {
    const rows = await trx
      .selectFrom('feed_document')
      .select(['part', 'sha256', 'pending_sha256', 'fetched_at', 'edition_at'])
      .where('source_id', '=', sourceId)
      .execute()
    return new Map(rows.map(row => [row.part, row]))
  },
}

export interface Known {
  readonly sha256: string
  readonly pending_sha256: string
  readonly fetched_at: Date | null
  readonly edition_at: Date | null
}

/** Whether a document of a bundle says something that is not here yet. */
export function isNews(document: BundleDocument, known: Known | undefined): boolean {
  if (known === undefined || (known.sha256 === '' && known.pending_sha256 === '')) return true
  if (document.sha256 === known.sha256 || document.sha256 === known.pending_sha256) return false
  if (known.fetched_at !== null && Date.parse(document.fetchedAt) <= known.fetched_at.getTime()) return false
  const editionAtMs = document.editionAt === null ? null : Date.parse(document.editionAt)
  return known.edition_at === null || editionAtMs === null || editionAtMs >= known.edition_at.getTime()
}
