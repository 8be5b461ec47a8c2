import type { Vulnerability } from '@patchyard/api'
import { IconShieldHalf } from '@tabler/icons-react'
import type { FacetOf } from '../../components/Facets/facet.ts'
import { FindList } from '../../components/FindList/FindList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { findShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { t } from '../../i18n/text.ts'
import { termQuery } from '../../query/facet-terms.ts'
import { vulnerabilityColumns } from './vulnerability-columns.tsx'

const shape = findShape(vulnerabilityColumns, { defaultSort: '-affectedAssetCount' })

const facets: readonly FacetOf[] = [
  { title: 'facet.severity', token: 'severity' },
  { title: 'facet.kev', token: 'kev' },
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
        // The patches that mend it.
        linkOf={({ cve }) => `/patches?${new URLSearchParams({ query: patchesFor(cve) }).toString()}`}
        empty={
          <Notice icon={IconShieldHalf} title={t('vulnerability.none')}>
            <p>{t('vulnerability.noneMore')}</p>
          </Notice>
        }
      />
    </>
  )
}

const patchesFor = (cve: string): string => termQuery('patch', { token: 'cve', value: cve })
const cveOf = (row: Vulnerability): string => row.cve
