import type { AdvisoryNote, PatchCve, PatchSource } from '@patchyard/api'
import { readTrack, trackOf, unsignedKernelOf } from '@patchyard/feeds'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { webAddress } from '../../../http/web-address.ts'

const MOST_CVES = 1000

interface NoticeRow {
  name: string
  title: string
  kind: string
  severity: string
  issued_at: Date | null
  url: string | null
}

/** Advisories of a patch: what the catalog has of one stands above what an agent reported under the same name. */
export async function readNotices(trx: Trx, patchId: number): Promise<AdvisoryNote[]> {
  const { rows } = await sql<NoticeRow>`
    select distinct on (a.name) a.name, a.title, a.kind, a.severity, a.issued_at, a."row" ->> 'url' as url
      from patch_advisory l join advisory a on a.id = l.advisory_id
     where l.patch_id = ${patchId} order by a.name, a.subscription_id, a.id limit 500`.execute(trx)
  return rows.map(noticeOf)
}

/** Advisories that name a CVE, of the patches that are linked with it. */
export async function readNoticesOfCve(trx: Trx, cve: string): Promise<AdvisoryNote[]> {
  const { rows } = await sql<NoticeRow>`
    select distinct on (a.name) a.name, a.title, a.kind, a.severity, a.issued_at, a."row" ->> 'url' as url
      from patch_cve c join patch_advisory l on l.patch_id = c.patch_id join advisory a on a.id = l.advisory_id
     where c.cve = ${cve} and a.subscription_id = 0 and ${cve} = any(a.cves) order by a.name, a.id limit 500`.execute(
    trx,
  )
  return rows.map(noticeOf)
}

const noticeOf = (row: NoticeRow): AdvisoryNote => ({
  name: row.name,
  title: row.title,
  kind: row.kind,
  severity: row.severity,
  issuedAt: row.issued_at?.toISOString() ?? null,
  url: webAddress(row.url),
})

/** CVEs of a patch, worst first: known to be exploited, then by score. */
export async function readPatchCves(trx: Trx, patchId: number): Promise<PatchCve[]> {
  const { rows } = await sql<{
    cve: string
    title: string
    severity: string
    cvss: number | null
    epss: number | null
    kev: boolean
    kev_due_at: Date | null
    ransomware: boolean
  }>`
    select * from (
      select distinct on (c.cve) c.cve, coalesce(v.title, '') as title, coalesce(v.severity, '') as severity, v.cvss, v.epss,
             coalesce(v.kev, false) as kev, v.kev_due_at, coalesce(v.ransomware, false) as ransomware
        from patch_cve c left join cve v on v.cve = c.cve
       where c.patch_id = ${patchId} order by c.cve, v.subscription_id) each
     order by kev desc, cvss desc nulls last, cve desc limit ${MOST_CVES}`.execute(trx)
  return rows.map(row => ({ ...rest(row), kevDueDate: row.kev_due_at?.toISOString() ?? null }))
}

function rest<Row extends { kev_due_at: unknown }>({ kev_due_at: _, ...row }: Row): Omit<Row, 'kev_due_at'> {
  return row
}

/** As in saidOfSigned: 6.1.140-1 of `linux` is 6.1.140+1 of its signed twin. */
const signed = (version: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`regexp_replace(${version}, '-([^-]*)$', '+\\1')`

/**
 * Feeds that speak of a patch: of a source package's version those that name just this version. What is said of the source that a kernel
 * was signed from is said of it, too, and is told as such.
 */
export async function readPatchSources(trx: Trx, key: string, track: string, version: string): Promise<PatchSource[]> {
  const unsigned = track.startsWith('deb:') ? unsignedKernelOf(readTrack(track)) : null
  const twin = unsigned === null ? '' : trackOf(unsigned.distro, unsigned.release, unsigned.source)
  const { rows } = await sql<{ feed: string; since: Date; is_twin: boolean }>`
    select p.feed, f.kind = 'track' and f.subject = ${twin} as is_twin, max(f.since) as since
      from catalog_fact f join catalog_part p on p.id = f.part_id
     where (f.kind = 'patch' and f.subject = ${key})
        or (f.kind = 'supersedes' and f.subject = ${key})
        or (f.kind = 'track' and f.subject = ${track}
            and ${version} in (f.body ->> 'fixedVersion', f.body ->> 'sourceVersion', f.body #>> '{fix,package,version}'))
        or (f.kind = 'track' and f.subject = ${twin}
            and ${version} in (${signed(sql`f.body ->> 'fixedVersion'`)}, ${signed(sql`f.body #>> '{fix,package,version}'`)}))
     group by p.feed, is_twin order by p.feed, is_twin`.execute(trx)
  return rows.map(row => ({
    feed: row.feed,
    since: row.since.toISOString(),
    of: row.is_twin ? (unsigned?.source ?? null) : null,
  }))
}
