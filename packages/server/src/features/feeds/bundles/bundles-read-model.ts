import type { BundleKey, Bundle as BundleView, ListQuery } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { CursorCodec } from '../../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../../paging/keyset-page.ts'
import { fingerprintOf } from './bundle-key.ts'

interface Page<T> {
  items: T[]
  nextCursor: string | null
  total: number
}

interface KeyRow {
  readonly public_id: string
  readonly name: string
  readonly key: string
  readonly created_at: Date
  readonly last_made_at: Date | null
}

const keys: KeysetList = {
  name: 'bundleKeys',
  defaultSort: 'name',
  tie: { expression: sql`k.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`lower(k.name)`, type: 'text' },
    createdAt: { expression: sql`k.created_at`, type: 'timestamptz' },
  },
}

export async function listBundleKeys(trx: Trx, cursors: CursorCodec, query: ListQuery): Promise<Page<BundleKey>> {
  const page = await readPage<KeyRow>(trx, cursors, keys, query, {
    columns: sql`k.*`,
    from: sql`from bundle_key k where ${contains(sql`lower(k.name || ' ' || k.key)`, query.search)}`,
    scope: [query.search ?? ''],
  })
  return { items: page.rows.map(keyOf), nextCursor: page.nextCursor, total: page.total }
}

export async function readBundleKey(trx: Trx, publicId: string): Promise<BundleKey | null> {
  const row = await trx.selectFrom('bundle_key').selectAll().where('public_id', '=', publicId).executeTakeFirst()
  return row === undefined ? null : keyOf(row)
}

const keyOf = (row: KeyRow): BundleKey => ({
  id: row.public_id,
  name: row.name,
  key: row.key,
  fingerprint: fingerprintOf(row.key),
  createdAt: row.created_at.toISOString(),
  lastMadeAt: row.last_made_at?.toISOString() ?? null,
})

interface BundleListRow {
  readonly public_id: string
  readonly state: BundleView['state']
  readonly documents: number
  readonly made_at: Date
  readonly begun_at: Date
  readonly ended_at: Date | null
  readonly key_name: string
  readonly waiting: number
  readonly failed: number
  readonly held: number
}

const columns = sql`b.public_id, b.state, b.documents, b.made_at, b.begun_at, b.ended_at, k.name as key_name,
  d.waiting, d.failed, d.held`
const joined = sql`from bundle b join bundle_key k on k.id = b.key_id
  cross join lateral (
    select count(*) filter (where d.state = 'wanted' and d.pending_sha256 <> '')::int as waiting,
           count(*) filter (where d.state = 'failed')::int as failed,
           count(*) filter (where d.state = 'held')::int as held
      from feed_document d where d.bundle_id = b.id) d`

const bundles: KeysetList = {
  name: 'bundles',
  defaultSort: '-begunAt',
  tie: { expression: sql`b.id`, type: 'bigint' },
  sorts: {
    begunAt: { expression: sql`b.begun_at`, type: 'timestamptz' },
    madeAt: { expression: sql`b.made_at`, type: 'timestamptz' },
    state: { expression: sql`b.state`, type: 'text' },
  },
}

export async function listBundles(trx: Trx, cursors: CursorCodec, query: ListQuery): Promise<Page<BundleView>> {
  const page = await readPage<BundleListRow>(trx, cursors, bundles, query, {
    columns,
    from: sql`${joined} where ${contains(sql`lower(k.name || ' ' || b.state)`, query.search)}`,
    scope: [query.search ?? ''],
  })
  return { items: page.rows.map(bundleOf), nextCursor: page.nextCursor, total: page.total }
}

export async function readBundle(trx: Trx, publicId: string): Promise<BundleView | null> {
  const { rows } = await sql<BundleListRow>`select ${columns} ${joined} where b.public_id = ${publicId}`.execute(trx)
  return rows[0] === undefined ? null : bundleOf(rows[0])
}

const bundleOf = (row: BundleListRow): BundleView => ({
  id: row.public_id,
  state: row.state,
  madeAt: row.made_at.toISOString(),
  keyName: row.key_name,
  documents: row.documents,
  waiting: row.waiting,
  failed: row.failed,
  held: row.held,
  begunAt: row.begun_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
})
