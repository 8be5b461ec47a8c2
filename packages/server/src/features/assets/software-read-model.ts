import type { Software } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, type PageRequest, readPage } from '../../paging/keyset-page.ts'

const list: KeysetList = {
  name: 'software',
  defaultSort: 'name',
  tie: { expression: sql`p.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`p.name`, type: 'text' },
    source: { expression: sql`p.source_name`, type: 'text' },
    arch: { expression: sql`p.architecture`, type: 'text' },
    publisher: { expression: sql`p.vendor_folded`, type: 'text' },
  },
}

/** Packages on one asset. */
export async function listSoftware(
  trx: Trx,
  cursors: CursorCodec,
  assetId: number,
  request: PageRequest & { search?: string | undefined },
) {
  const page = await readPage<{
    name: string
    version: string
    architecture: string
    source_name: string
    source_version: string
    vendor: string
    scope: Software['scope']
  }>(trx, cursors, list, request, {
    columns: sql`p.name, p.version, p.architecture, p.source_name, p.source_version, p.vendor,
                 case when p.id = any(a.program_ids) then p.row ->> 'scope' end as scope`,
    from: sql`from asset_package a join package_version p on p.id = any(a.ids)
              where a.asset_id = ${assetId} and (${contains(sql`lower(p.name)`, request.search)} or ${contains(sql`p.vendor_folded`, request.search)})`,
    scope: [assetId, request.search ?? ''],
  })
  const items = page.rows.map(
    (row): Software => ({
      name: row.name,
      version: row.version,
      arch: row.architecture,
      source: row.source_name,
      sourceVersion: row.source_version,
      publisher: row.vendor,
      scope: row.scope,
    }),
  )
  return { items, nextCursor: page.nextCursor, total: page.total }
}
