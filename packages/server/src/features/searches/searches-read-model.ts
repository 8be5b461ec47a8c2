import type { FindingState, RecentSearch, SavedSearch, SavedSearchQuery } from '@patchyard/api'
import type { Entity } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../paging/keyset-page.ts'
import { shownProblems } from '../../queries/read-query.ts'
import { inPresentLanguage } from './present-language.ts'

/** Newest first. `entity` undefined: of every list. */
export async function listRecentSearches(
  trx: Trx,
  personId: number,
  entity: Entity | undefined,
): Promise<RecentSearch[]> {
  const rows = await trx
    .selectFrom('recent_search')
    .select(['entity', 'query', 'having_text', 'status', 'used_at'])
    .where('person_id', '=', personId)
    .$if(entity !== undefined, query => query.where('entity', '=', entity ?? ''))
    .orderBy('used_at', 'desc')
    .orderBy('digest')
    .execute()
  return rows.map(row => ({
    entity: row.entity as Entity,
    query: row.query,
    having: row.having_text,
    status: row.status as FindingState | null,
    usedAt: row.used_at.toISOString(),
  }))
}

interface SavedRow {
  public_id: string
  person_id: number
  email: string
  entity: string
  name: string
  query: string
  query_canonical: string
  having_text: string | null
  having_canonical: string | null
  status: string | null
  language_version: number
  shared: boolean
  created_at: Date
  modified_at: Date
}

const columns = sql`s.public_id, s.person_id, p.email, s.entity, s.name, s.query, s.query_canonical, s.having_text,
  s.having_canonical, s.status, s.language_version, s.shared, s.created_at, s.modified_at`
const from = sql`from saved_search s join person p on p.id = s.person_id`

const list: KeysetList = {
  name: 'searches',
  defaultSort: 'name',
  tie: { expression: sql`s.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`s.name_folded`, type: 'text' },
    createdAt: { expression: sql`s.created_at`, type: 'timestamptz' },
    modifiedAt: { expression: sql`s.modified_at`, type: 'timestamptz' },
  },
}

/** One's own, and what others share. */
export async function listSavedSearches(trx: Trx, cursors: CursorCodec, request: SavedSearchQuery, personId: number) {
  const ofEntity = request.entity === undefined ? sql`true` : sql`s.entity = ${request.entity}`
  const page = await readPage<SavedRow>(trx, cursors, list, request, {
    columns,
    from: sql`${from} where (s.person_id = ${personId} or s.shared) and ${ofEntity}
              and ${contains(sql`s.name_folded`, request.search)}`,
    scope: [request.entity ?? '', request.search ?? ''],
  })
  return { items: page.rows.map(row => savedOf(row, personId)), nextCursor: page.nextCursor, total: page.total }
}

/** null: there is none that this person can see. */
export async function readSavedSearch(trx: Trx, publicId: string, personId: number): Promise<SavedSearch | null> {
  const { rows } = await sql<SavedRow>`
    select ${columns} ${from} where s.public_id = ${publicId} and (s.person_id = ${personId} or s.shared)`.execute(trx)
  return rows[0] === undefined ? null : savedOf(rows[0], personId)
}

function savedOf(row: SavedRow, personId: number): SavedSearch {
  const entity = row.entity as Entity
  const now = inPresentLanguage(entity, {
    query: row.query,
    queryCanonical: row.query_canonical,
    having: row.having_text,
    havingCanonical: row.having_canonical,
    status: row.status as FindingState | null,
    languageVersion: row.language_version,
  })
  return {
    id: row.public_id,
    name: row.name,
    entity,
    query: now.query,
    having: now.having,
    status: row.status as FindingState | null,
    shared: row.shared,
    own: row.person_id === personId,
    owner: row.email,
    createdAt: row.created_at.toISOString(),
    modifiedAt: row.modified_at.toISOString(),
    errors: shownProblems(now.errors),
  }
}
