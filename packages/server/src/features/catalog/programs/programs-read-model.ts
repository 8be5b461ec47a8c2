import type { ListQuery, ProgramMapping, UnmatchedProgram, UnmatchedQuery } from '@patchyard/api'
import { assetInScope, type QueryContext } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { CursorCodec } from '../../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../../paging/keyset-page.ts'
import { sqlOf } from '../../../queries/sql-of.ts'
import { queryForPrograms } from './assets-query.ts'

const unmatched: KeysetList = {
  name: 'unmatchedPrograms',
  defaultSort: 'name',
  // Neither holds a line feed.
  tie: { expression: sql`(g.spoken || chr(10) || g.spoken_publisher)`, type: 'text' },
  sorts: {
    name: { expression: sql`g.spoken`, type: 'text' },
    publisher: { expression: sql`g.spoken_publisher`, type: 'text' },
    versions: { expression: sql`g.versions`, type: 'bigint' },
    why: { expression: sql`g.why`, type: 'text' },
  },
}

interface Unmatched {
  readonly why: UnmatchedProgram['why']
  readonly product: string | null
  readonly asset_count: number
  /** As assets in scope show them: what others have is not told. */
  readonly seen: { readonly names: string[]; readonly publishers: string[]; readonly versions: number }
}

/** Names that gave no finding, of assets in scope: of all others nobody learns here. What belongs to macOS, what was said to be none, and what waits for its answer after something was said of it, is left out. */
export async function listUnmatched(
  trx: Trx,
  cursors: CursorCodec,
  request: UnmatchedQuery,
  context: QueryContext,
): Promise<{ items: UnmatchedProgram[]; nextCursor: string | null; total: number }> {
  const having = (ids: RawBuilder<unknown>) => sql`
    from asset_package ap join asset a on a.asset_id = ap.asset_id
   where ap.ids && ${ids} and a.removed_at is null and ${sqlOf<boolean>(assetInScope(context, 'asset'))}`
  const havingAny = having(sql`g.ids`)
  const page = await readPage<Unmatched>(trx, cursors, unmatched, request, {
    columns: sql`
      g.why, g.product, (select count(*) ${havingAny}) as asset_count,
      (select json_build_object('names', array_agg(distinct v.name), 'publishers', array_agg(distinct v.vendor),
                                'versions', count(distinct v.version))
         from package_version v where v.id = any(g.ids) and exists (select 1 ${having(sql`array[v.id]`)})) as seen`,
    from: sql`
      from (
        select p.spoken, p.spoken_publisher, array_agg(p.id) as ids,
               count(distinct v.version) as versions, max(p.track) filter (where p.confidence = 'low') as product,
               coalesce(max('proposed') filter (where p.confidence = 'low'), mode() within group (order by p.why)) as why
          from program p join package_version v on v.id = p.id
         where p.subscription_id = app_subscription() and (p.why not in ('', 'system', 'never') or p.confidence = 'low')
           and not (p.seq = 0 and exists (
             select 1 from program_mapping m
              where m.subscription_id = app_subscription() and m.spoken = p.spoken
                and m.spoken_publisher in ('', p.spoken_publisher)))
           and (${contains(sql`p.spoken`, request.search)} or ${contains(sql`p.spoken_publisher`, request.search)})
         group by p.spoken, p.spoken_publisher
      ) g
      where exists (select 1 ${havingAny}) and ${request.why === undefined ? sql`true` : sql`g.why = ${request.why}`}`,
    scope: [request.search ?? '', request.why ?? '', JSON.stringify(context.scope)],
  })
  const items = page.rows.map(({ why, product, asset_count, seen: { names, publishers, versions } }) => ({
    ...{ name: names[0] ?? '', publisher: publishers[0] ?? '', versions, assetCount: asset_count, why, product },
    query: queryForPrograms(names, publishers),
  }))
  return { items, nextCursor: page.nextCursor, total: page.total }
}

const mappings: KeysetList = {
  name: 'programMappings',
  defaultSort: 'name',
  tie: { expression: sql`m.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`m.spoken`, type: 'text' },
    createdAt: { expression: sql`m.created_at`, type: 'timestamptz' },
  },
}

export async function listMappings(
  trx: Trx,
  cursors: CursorCodec,
  request: ListQuery,
): Promise<{ items: ProgramMapping[]; nextCursor: string | null; total: number }> {
  const page = await readPage<{
    public_id: string
    name: string
    publisher: string
    track: string | null
    created_by: string
    created_at: Date
  }>(trx, cursors, mappings, request, {
    columns: sql`m.public_id, m.name, m.publisher, m.track, m.created_by, m.created_at`,
    from: sql`from program_mapping m
               where m.subscription_id = app_subscription() and ${contains(sql`m.spoken`, request.search)}`,
    scope: [request.search ?? ''],
  })
  const items = page.rows.map(row => ({
    ...{ id: row.public_id, name: row.name, publisher: row.publisher, product: row.track },
    ...{ createdBy: row.created_by, createdAt: row.created_at.toISOString() },
  }))
  return { items, nextCursor: page.nextCursor, total: page.total }
}
