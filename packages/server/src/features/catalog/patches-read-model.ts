import type { Patch, PatchDetail } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, type PageRequest, readPage } from '../../paging/keyset-page.ts'
import { patchLinks, severityWeight } from '../findings/findings-read-model.ts'

interface PatchRow {
  id: number
  public_id: string
  key: string
  title: string
  platform: string
  category: string
  severity: string
  is_security: boolean
  reboot_suggested: boolean
  size_bytes: number | null
  issued_at: Date | null
  first_reported_at: Date
  source: string
  superseded_by: number | null
  missing: number
  installed: number
  advisories: string[] | null
  cves: string[] | null
}

const columns = sql`p.id, p.public_id, p.key, p.title, p.platform, p.category, p.severity, p.is_security,
  p.reboot_suggested, p.size_bytes, p.issued_at, p.first_reported_at, p.source, p.superseded_by,
  coalesce(c.missing, 0) as missing, coalesce(c.installed, 0) as installed,
  ${patchLinks.advisoriesOf} as advisories, ${patchLinks.cvesOf} as cves`
const from = sql`from patch p left join patch_count c on c.patch_id = p.id and c.subscription_id = p.subscription_id`

const list: KeysetList = {
  name: 'patches',
  defaultSort: '-missingCount',
  tie: { expression: sql`p.id`, type: 'bigint' },
  sorts: {
    title: { expression: sql`p.title_folded`, type: 'text' },
    severity: { expression: severityWeight, type: 'bigint' },
    missingCount: { expression: sql`coalesce(c.missing, 0)`, type: 'bigint' },
    installedCount: { expression: sql`coalesce(c.installed, 0)`, type: 'bigint' },
    category: { expression: sql`p.category`, type: 'text' },
    issuedAt: { expression: sql`coalesce(p.issued_at, 'epoch'::timestamptz)`, type: 'timestamptz' },
    firstReportedAt: { expression: sql`p.first_reported_at`, type: 'timestamptz' },
    size: { expression: sql`coalesce(p.size_bytes, 0)`, type: 'bigint' },
  },
}

export async function listPatches(
  trx: Trx,
  cursors: CursorCodec,
  request: PageRequest & { search?: string | undefined },
  subscriptionId: number,
) {
  const page = await readPage<PatchRow>(trx, cursors, list, request, {
    columns,
    from: sql`${from} where ${contains(sql`(p.title_folded || ' ' || lower(p.key))`, request.search)}`,
    scope: [subscriptionId, request.search ?? ''],
  })
  return { items: page.rows.map(patchOf), nextCursor: page.nextCursor, total: page.total }
}

export async function readPatch(trx: Trx, publicId: string): Promise<PatchDetail | null> {
  const { rows } = await sql<PatchRow>`select ${columns} ${from} where p.public_id = ${publicId}`.execute(trx)
  const row = rows[0]
  if (row === undefined) return null
  const packages = await trx
    .selectFrom('package_update')
    .select(['name', 'architecture as arch', 'candidate'])
    .distinct()
    .where('patch_id', '=', row.id)
    .orderBy('name')
    .orderBy('arch')
    .orderBy('candidate')
    .limit(1000)
    .execute()
  const newer =
    row.superseded_by === null
      ? undefined
      : await trx
          .selectFrom('patch')
          .select(['public_id as id', 'title'])
          .where('id', '=', row.superseded_by)
          .executeTakeFirst()
  return { ...patchOf(row), packages, supersededBy: newer ?? null }
}

export async function findPatchId(trx: Trx, publicId: string): Promise<number | null> {
  const row = await trx.selectFrom('patch').select('id').where('public_id', '=', publicId).executeTakeFirst()
  return row?.id ?? null
}

function patchOf(row: PatchRow): Patch {
  return {
    id: row.public_id,
    key: row.key,
    title: row.title,
    platform: row.platform,
    category: row.category,
    severity: row.severity,
    isSecurity: row.is_security,
    advisories: row.advisories ?? [],
    cves: row.cves ?? [],
    missingCount: row.missing,
    installedCount: row.installed,
    rebootSuggested: row.reboot_suggested,
    size: row.size_bytes,
    isSuperseded: row.superseded_by !== null,
    issuedAt: row.issued_at?.toISOString() ?? null,
    firstReportedAt: row.first_reported_at.toISOString(),
    source: row.source,
  }
}
