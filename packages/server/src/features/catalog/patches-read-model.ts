import { Patch } from '@patchyard/api'
import { assetInScope, compilePatchCounts, type QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { ListDefinition } from '../../queries/list-definition.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { patchLinks } from '../findings/findings-read-model.ts'

interface PatchRow {
  id: number
  public_id: string
  key: string
  title: string
  platform: string
  category: string
  severity: string
  vendor: string
  vendor_severity: string
  cvss: number | null
  epss: number | null
  kev: boolean
  kev_due_at: Date | null
  exploited: boolean
  ransomware: boolean
  is_security: boolean
  reboot_suggested: boolean
  size_bytes: number | null
  issued_at: Date | null
  first_reported_at: Date
  source: string
  superseded_by: number | null
  deprecated_at: Date | null
  missing: number
  installed: number
  advisories: string[] | null
  cves: string[] | null
}

const columns = sql`p.id, p.public_id, p.key, p.title, p.platform, p.category, p.severity, p.vendor, p.vendor_severity, p.cvss,
  p.epss, p.kev, p.kev_due_at, p.exploited, p.ransomware, p.is_security,
  p.reboot_suggested, p.size_bytes, p.issued_at, p.first_reported_at, p.source, p.superseded_by, p.deprecated_at,
  coalesce(c.missing, 0) as missing, coalesce(c.installed, 0) as installed,
  ${patchLinks.advisoriesOf} as advisories, ${patchLinks.cvesOf} as cves`
const from = sql`from patch p left join patch_count c on c.patch_id = p.id and c.subscription_id = p.subscription_id`

/**
 * Counts are the counters where everybody's assets count. In a scope, and of superseded patches while only the latest
 * missing ones count, findings are counted: of no more than the patches of one page.
 */
export const patchList: ListDefinition<typeof Patch> = {
  entity: 'patch',
  item: Patch,
  defaultSort: '-missingCount',
  async readItems(trx, ids, { status, context }) {
    const { rows } = await sql<PatchRow>`select ${columns} ${from} where p.id = any(${ids}::int[])`.execute(trx)
    if (context.asOfMs !== undefined) {
      const then = await countThen(trx, ids, context)
      return new Map(rows.map(row => [row.id, { ...patchOf(row), ...(then.get(row.id) ?? none) }]))
    }
    const latest = status === 'latestMissing'
    const isScoped = context.scope.kind !== 'all'
    const recounted = rows.filter(row => isScoped || (latest && row.superseded_by !== null && row.missing > 0))
    const counts = await countFindings(
      trx,
      recounted.map(row => row.id),
      latest,
      context,
    )
    return new Map(rows.map(row => [row.id, { ...patchOf(row), ...counts.get(row.id) }]))
  },
}

type Counts = Pick<Patch, 'missingCount' | 'installedCount'>

const none: Counts = { missingCount: 0, installedCount: 0 }

async function countThen(
  trx: Trx,
  ids: readonly number[],
  context: QueryContext,
): Promise<ReadonlyMap<number, Counts>> {
  const counts = sqlOf<{ id: number; missing: number; installed: number }>(compilePatchCounts(ids, context))
  const { rows } = await counts.execute(trx)
  return new Map(rows.map(row => [row.id, { missingCount: row.missing, installedCount: row.installed }]))
}

async function countFindings(
  trx: Trx,
  ids: readonly number[],
  latest: boolean,
  context: QueryContext,
): Promise<ReadonlyMap<number, Counts>> {
  if (ids.length === 0) return new Map()
  const missing = latest ? sql`f.status = 1 and f.latest` : sql`f.status = 1`
  const { rows } = await sql<{ patch_id: number; missing: number; installed: number }>`
    select f.patch_id, count(*) filter (where ${missing}) as missing, count(*) filter (where f.status = 2) as installed
      from finding f where f.patch_id = any(${ids}::int[]) and ${sqlOf<boolean>(assetInScope(context, 'finding'))}
     group by f.patch_id`.execute(trx)
  const counted = new Map(rows.map(row => [row.patch_id, row]))
  return new Map(
    ids.map(id => [
      id,
      { missingCount: counted.get(id)?.missing ?? 0, installedCount: counted.get(id)?.installed ?? 0 },
    ]),
  )
}

function patchOf(row: PatchRow): Patch {
  return {
    id: row.public_id,
    key: row.key,
    title: row.title,
    platform: row.platform,
    category: row.category,
    severity: row.severity,
    vendor: row.vendor,
    vendorSeverity: row.vendor_severity,
    isSecurity: row.is_security,
    advisories: row.advisories ?? [],
    cves: row.cves ?? [],
    cvss: row.cvss,
    epss: row.epss,
    kev: row.kev,
    kevDueDate: row.kev_due_at?.toISOString() ?? null,
    exploited: row.exploited,
    ransomware: row.ransomware,
    missingCount: row.missing,
    installedCount: row.installed,
    rebootSuggested: row.reboot_suggested,
    size: row.size_bytes,
    isSuperseded: row.superseded_by !== null,
    isDeprecated: row.deprecated_at !== null,
    issuedAt: row.issued_at?.toISOString() ?? null,
    firstReportedAt: row.first_reported_at.toISOString(),
    source: row.source,
  }
}
