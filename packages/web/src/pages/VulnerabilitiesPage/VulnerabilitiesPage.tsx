import type { Vulnerability } from '@patchyard/api'
import { IconShieldHalf } from '@tabler/icons-react'
import type { FacetOf } from '../../components/Facets/facet.ts'
import { FindList } from '../../components/FindList/FindList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { findShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { t } from '../../i18n/text.ts'
import { vulnerabilityColumns } from './vulnerability-columns.tsx'

const shape = findShape(vulnerabilityColumns, { defaultSort: '-affectedAssetCount' })

const facets: readonly FacetOf[] = [
  { title: 'facet.severity', token: 'severity' },
  { title: 'facet.kev', token: 'kev' },
  { title: 'facet.ransomware', token: 'ransomware' },
  { title: 'facet.exploitation', token: 'ssvc.exploitation' },
  { title: 'facet.patchable', token: 'patchable' },
]

export function VulnerabilitiesPage() {
  return (
    <>
      <PageHeader title={t('vulnerability.list')} />
      <FindList
        entity="vulnerability"
        route="listVulnerabilities"
        name="vulnerabilities"
        title="vulnerability.list"
        noun="count.vulnerability"
        columns={vulnerabilityColumns}
        shape={shape}
        facets={facets}
        keyOf={cveOf}
        nameOf={cveOf}
        linkOf={({ cve }) => `/vulnerabilities/${cve}`}
        empty={
          <Notice icon={IconShieldHalf} title={t('vulnerability.none')}>
            <p>{t('vulnerability.noneMore')}</p>
          </Notice>
        }
      />
    </>
  )
}

const cveOf = (row: Vulnerability): string => row.cve
