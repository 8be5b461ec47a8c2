import type { Patch } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import type { FacetOf } from '../../components/Facets/facet.ts'
import { FindList } from '../../components/FindList/FindList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { platformFilter } from '../../components/Tabs/PlatformTabs.tsx'
import { findShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { statusFilter } from '../../query/finding-status.ts'
import { draftState, MOST_PATCHES, platformOf } from '../JobWizard/job-draft.ts'
import { patchColumns } from './patch-columns.tsx'

const shape = findShape(patchColumns, {
  defaultSort: '-missingCount',
  filters: { platform: platformFilter, status: statusFilter },
  hasPast: true,
})

const facets: readonly FacetOf[] = [
  { title: 'facet.severity', token: 'severity' },
  { title: 'facet.isSecurity', token: 'isSecurity' },
  { title: 'facet.exploited', token: 'exploited' },
  { title: 'facet.category', token: 'category' },
  { title: 'facet.vendor', token: 'vendor' },
  { title: 'facet.isDeprecated', token: 'isDeprecated' },
]

export function PatchesPage() {
  const can = useCan()
  const navigate = useNavigate()
  const createJob = (patches: readonly Patch[]): void =>
    void navigate('/jobs/new', {
      state: draftState({
        ...platformOf(patches),
        assets: [],
        patches: patches.map(({ id, key, title, rebootSuggested }) => ({ id, key, title, rebootSuggested })),
      }),
    })
  return (
    <>
      <PageHeader title={t('patch.list')} />
      <FindList
        entity="patch"
        route="listPatches"
        name="patches"
        title="patch.list"
        noun="count.patch"
        columns={patchColumns}
        shape={shape}
        facets={facets}
        keyOf={idOf}
        nameOf={patch => patch.title}
        linkOf={patch => `/patches/${patch.id}`}
        most={MOST_PATCHES}
        renderBulk={
          can('job.write')
            ? selected => <Button onClick={() => createJob([...selected.values()])}>{t('job.create')}</Button>
            : null
        }
        empty={
          <Notice icon={IconPackage} title={t('patch.none')}>
            <p>{t('patch.noneMore')}</p>
          </Notice>
        }
      />
    </>
  )
}

const idOf = (row: Patch): string => row.id
