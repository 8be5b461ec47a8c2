import type { Finding, FindingQuery, PatchAsset } from '@patchyard/api'
import { assetInScope, findingRows, type QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../paging/keyset-page.ts'
import { refuseWithoutPast } from '../../queries/as-of.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { readKernelsOnDisk } from './kernels-on-disk-read-model.ts'

interface FindingRow {
  patch_id: number
  public_id: string
  key: string
  title: string
  status: number
  is_security: boolean
  severity: string
  latest: boolean | null
  reboot_suggested: boolean
  first_seen: Date | null
  since: Date
  exposed_since: Date | null
  advisories: string[] | null
  cves: string[] | null
  kev: boolean
  exploited: boolean
  deprecated: boolean
  offered: boolean | null
  matched: boolean | null
  packages: Finding['packages'] | null
}

/** Worst first is what people look for: known severities by weight, then security, then the rest. */
export const severityWeight = sql`(case p.severity when 'critical' then 5 when 'important' then 4 when 'moderate' then 3
  when 'low' then 2 else (case when p.is_security then 1 else 0 end) end)`

const ofAsset: KeysetList = {
  name: 'findings',
  defaultSort: '-severity',
  tie: { expression: sql`f.patch_id`, type: 'bigint' },
  sorts: {
    severity: { expression: severityWeight, type: 'bigint' },
    title: { expression: sql`p.title_folded`, type: 'text' },
    status: { expression: sql`f.status`, type: 'bigint' },
    since: { expression: sql`f.since`, type: 'timestamptz' },
    firstSeen: { expression: sql`f.first_seen`, type: 'timestamptz' },
    exposedSince: { expression: sql`f.exposed_since`, type: 'timestamptz' },
  },
}

const advisoriesOf = sql`(select array_agg(distinct d.name order by d.name) from patch_advisory pa
  join advisory d on d.id = pa.advisory_id where pa.patch_id = p.id)`
const cvesOf = sql`(select array_agg(c.cve order by c.cve) from patch_cve c where c.patch_id = p.id)`
export const patchLinks = { advisoriesOf, cvesOf }

/** Of what history does not keep of a state (findingsOf) nothing is asked. Throws Problem `as_of_no_history`. */
function refusePast({ asOf, latest, sort = '' }: FindingQuery): void {
  if (asOf === undefined) return
  const by = sort.replace(/^-/, '')
  if (latest !== undefined) refuseWithoutPast('latest', 'which missing patch was the latest')
  if (by === 'firstSeen' || by === 'exposedSince') refuseWithoutPast('sort', by)
}

/** Patches missing and installed on one asset. */
export async function listFindings(
  trx: Trx,
  cursors: CursorCodec,
  assetId: number,
  query: FindingQuery,
  context: QueryContext,
) {
  refusePast(query)
  const page = await readPage<FindingRow>(trx, cursors, ofAsset, query, {
    columns: sql`f.patch_id, p.public_id, p.key, p.title, f.status, p.is_security, p.severity, f.latest, p.reboot_suggested, f.first_seen, f.since,
      f.exposed_since, f.offered, f.matched, p.kev, p.exploited, p.deprecated_at is not null as deprecated,
      ${advisoriesOf} as advisories, ${cvesOf} as cves,
      (select json_agg(json_build_object('name', u.name, 'arch', u.architecture, 'installed', u.installed,
                'candidate', u.candidate, 'isSecurity', u.is_security, 'origin', u.origin,
                'authenticated', u.authenticated, 'heldBack', u.held_back) order by u.name, u.architecture)
         from asset_update au join package_update u on u.id = any(au.ids)
        where au.asset_id = f.asset_id and u.patch_id = f.patch_id) as packages`,
    from: sql`from ${sqlOf(findingRows(context))} join patch p on p.id = f.patch_id
              where f.asset_id = ${assetId} and ${conditions(query)}`,
    scope: [assetId, ...filterScope(query)],
  })
  const onDisk = query.asOf === undefined ? await readKernelsOnDisk(trx, [assetId]) : new Map<number, never>()
  const isOnDiskAlone = (row: FindingRow): boolean => onDisk.get(assetId)?.has(row.patch_id) === true
  return {
    items: page.rows.map(row =>
      query.asOf === undefined
        ? { ...findingOf(row), isOnDiskAlone: isOnDiskAlone(row) }
        : (findingThen(row) as Finding),
    ),
    nextCursor: page.nextCursor,
    total: page.total,
  }
}

function conditions(query: FindingQuery) {
  const status = query.status === undefined ? sql`true` : sql`f.status = ${query.status === 'missing' ? 1 : 2}`
  const latest = query.latest === undefined ? sql`true` : sql`f.latest = ${query.latest}`
  const security = query.security === undefined ? sql`true` : sql`p.is_security = ${query.security}`
  return sql`${status} and ${latest} and ${security}
    and ${contains(sql`(p.title_folded || ' ' || lower(p.key))`, query.search)}`
}

const filterScope = (query: FindingQuery) => [
  query.asOf ?? null,
  query.search ?? '',
  query.status ?? null,
  query.latest ?? null,
  query.security ?? null,
]

/** What history does not keep of a state (findingsOf), or is of today alone. */
type NotThen = 'isLatest' | 'firstSeen' | 'exposedSince' | 'isOffered' | 'isMatched' | 'isOnDiskAlone' | 'packages'

/** What is known of a finding at every instant. */
function findingThen(row: FindingRow): Omit<Finding, NotThen> {
  return {
    patchId: row.public_id,
    key: row.key,
    title: row.title,
    status: row.status === 1 ? 'missing' : 'installed',
    isSecurity: row.is_security,
    severity: row.severity,
    rebootSuggested: row.reboot_suggested,
    since: row.since.toISOString(),
    advisories: row.advisories ?? [],
    cves: row.cves ?? [],
    kev: row.kev,
    exploited: row.exploited,
    isDeprecated: row.deprecated,
  }
}

function findingOf(row: FindingRow): Omit<Finding, 'isOnDiskAlone'> {
  return {
    ...findingThen(row),
    isLatest: row.latest === true,
    firstSeen: (row.first_seen ?? row.since).toISOString(),
    exposedSince: (row.exposed_since ?? row.since).toISOString(),
    isOffered: row.status === 1 && row.offered === true,
    isMatched: row.status === 1 && row.matched === true,
    packages: row.packages ?? [],
  }
}

const ofPatch: KeysetList = {
  name: 'patch-assets',
  defaultSort: 'name',
  tie: { expression: sql`a.asset_id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`a.name_folded`, type: 'text' },
    operatingSystem: { expression: sql`a.os_name`, type: 'text' },
    status: { expression: sql`f.status`, type: 'bigint' },
    since: { expression: sql`f.since`, type: 'timestamptz' },
    exposedSince: { expression: sql`f.exposed_since`, type: 'timestamptz' },
  },
}

/** Assets that miss or have one patch. */
export async function listPatchAssets(
  trx: Trx,
  cursors: CursorCodec,
  patchId: number,
  query: FindingQuery,
  context: QueryContext,
) {
  refusePast(query)
  const status = query.status === undefined ? sql`true` : sql`f.status = ${query.status === 'missing' ? 1 : 2}`
  const page = await readPage<{
    public_id: string
    name: string
    os_name: string
    status: number
    since: Date
    exposed_since: Date | null
  }>(trx, cursors, ofPatch, query, {
    columns: sql`a.public_id, a.name, a.os_name, f.status, f.since, f.exposed_since`,
    from: sql`from ${sqlOf(findingRows(context))} join asset a on a.asset_id = f.asset_id
              where f.patch_id = ${patchId} and ${status} and ${contains(sql`a.name_folded`, query.search)}
                and ${sqlOf<boolean>(assetInScope(context, 'finding'))}`,
    scope: [patchId, JSON.stringify(context.scope), ...filterScope(query)],
  })
  const items = page.rows.map(row => {
    const then: Omit<PatchAsset, 'exposedSince'> = {
      id: row.public_id,
      name: row.name,
      operatingSystem: row.os_name,
      status: row.status === 1 ? 'missing' : 'installed',
      since: row.since.toISOString(),
    }
    // Whole items are what the type promises; the document says what is absent from the past.
    return (
      row.exposed_since === null ? then : { ...then, exposedSince: row.exposed_since.toISOString() }
    ) as PatchAsset
  })
  return { items, nextCursor: page.nextCursor, total: page.total }
}
