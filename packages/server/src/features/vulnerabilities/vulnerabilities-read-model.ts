import { Vulnerability } from '@patchyard/api'
import { assetInScope } from '@patchyard/query'
import { sql } from 'kysely'
import type { ListDefinition } from '../../queries/list-definition.ts'
import { sqlOf } from '../../queries/sql-of.ts'

interface CveRow {
  id: number
  cve: string
  title: string
  severity: string
  cvss: number | null
  cvss_vector: string
  cvss_version: string
  epss: number | null
  epss_percentile: number | null
  kev: boolean
  kev_due_at: Date | null
  ransomware: boolean
  published_at: Date | null
  modified_at: Date | null
  ssvc_exploitation: string
  ssvc_automatable: string
  ssvc_technical_impact: string
  cwe: string[] | null
  affected: number
  patchable: boolean
}

export const vulnerabilityList: ListDefinition<typeof Vulnerability> = {
  entity: 'vulnerability',
  item: Vulnerability,
  defaultSort: '-publishedDate',
  async readItems(trx, ids, { context }) {
    const { rows } = await sql<CveRow>`
      select v.id, v.cve, v.title, v.severity, v.cvss, v.cvss_vector, v.cvss_version, v.epss, v.epss_percentile, v.kev, v.kev_due_at,
             v.ransomware, v.published_at, v.modified_at, v.ssvc_exploitation, v.ssvc_automatable, v.ssvc_technical_impact,
             (select array_agg(w.cwe order by w.cwe) from cve_cwe w where w.cve_id = v.id) as cwe,
             (select count(distinct f.asset_id) from patch_cve c join finding f on f.patch_id = c.patch_id
               where c.cve = v.cve and f.status = 1 and ${sqlOf<boolean>(assetInScope(context, 'finding'))}) as affected,
             exists (select 1 from patch_cve c join patch p on p.id = c.patch_id
                      where c.cve = v.cve and p.deprecated_at is null) as patchable
        from cve v where v.id = any(${ids}::int[])`.execute(trx)
    return new Map(rows.map(row => [row.id, vulnerabilityOf(row)]))
  },
}

const vulnerabilityOf = (row: CveRow): Vulnerability => ({
  cve: row.cve,
  title: row.title,
  severity: row.severity,
  cvss: row.cvss,
  cvssVector: row.cvss_vector === '' ? null : row.cvss_vector,
  cvssVersion: row.cvss_version === '' ? null : row.cvss_version,
  epss: row.epss,
  epssPercentile: row.epss_percentile,
  kev: row.kev,
  kevDueDate: row.kev_due_at?.toISOString() ?? null,
  ransomware: row.ransomware,
  publishedDate: row.published_at?.toISOString() ?? null,
  modifiedDate: row.modified_at?.toISOString() ?? null,
  ssvc: {
    exploitation: row.ssvc_exploitation,
    automatable: row.ssvc_automatable,
    technicalImpact: row.ssvc_technical_impact,
  },
  cwe: row.cwe ?? [],
  affectedAssetCount: row.affected,
  patchable: row.patchable,
})
