import type { ListQuery, ProgramProduct } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { CursorCodec } from '../../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../../paging/keyset-page.ts'

const products: KeysetList = {
  name: 'programProducts',
  defaultSort: 'product',
  tie: { expression: sql`g.track`, type: 'text' },
  sorts: {
    product: { expression: sql`g.track`, type: 'text' },
    title: { expression: sql`g.title_folded`, type: 'text' },
    vendor: { expression: sql`g.vendor`, type: 'text' },
  },
}

/** Tracks of winget and casks by their newest version: what `isProduct` takes. */
export async function listProducts(
  trx: Trx,
  cursors: CursorCodec,
  request: ListQuery,
): Promise<{ items: ProgramProduct[]; nextCursor: string | null; total: number }> {
  const { search } = request
  const page = await readPage<{ track: string; title: string; vendor: string; platform: string }>(
    trx,
    cursors,
    products,
    request,
    {
      columns: sql`g.track, g.title, g.vendor, g.platform`,
      from: sql`
        from (
          select distinct on (p.track) p.track, p.title, p.title_folded, p.vendor, p.platform
            from patch p
           where p.subscription_id = 0 and p.superseded_by is null and p.platform in ('windows', 'macos')
             and (p.track like 'winget:%' or p.track like 'cask:%')
           order by p.track, p.version_key desc
        ) g
        where (${contains(sql`lower(g.track)`, search)} or ${contains(sql`g.title_folded`, search)}
               or ${contains(sql`lower(g.vendor)`, search)})`,
      scope: [search ?? ''],
    },
  )
  const items = page.rows.map(({ track, title, vendor, platform }) => ({ product: track, title, vendor, platform }))
  return { items, nextCursor: page.nextCursor, total: page.total }
}
