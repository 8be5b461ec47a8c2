import type { Job } from '@patchyard/api'
import { IconBriefcase } from '@tabler/icons-react'
import type { FacetOf } from '../../components/Facets/facet.ts'
import { FindList } from '../../components/FindList/FindList.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { platformFilter } from '../../components/Tabs/PlatformTabs.tsx'
import { findShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { mayDoSome, MOST_AT_ONCE } from './bulk-steps.ts'
import { CreateJob } from './CreateJob.tsx'
import { JobBulk } from './JobBulk.tsx'
import { jobColumns } from './job-columns.tsx'

const shape = findShape(jobColumns, { defaultSort: '-created', filters: { platform: platformFilter } })

const facets: readonly FacetOf[] = [
  {
    title: 'facet.people',
    token: '',
    fixed: [
      { name: 'mine', token: 'owner', value: 'me', label: 'facet.mine' },
      { name: 'coAuthored', token: 'coAuthor', value: 'me', label: 'facet.coAuthored' },
    ],
  },
  { title: 'facet.jobStatus', token: 'status' },
  { title: 'facet.scheduleType', token: 'scheduleType' },
  { title: 'facet.jobType', token: 'type' },
]

export function JobsPage() {
  const can = useCan()
  return (
    <>
      <PageHeader title={t('job.list')} actions={can('job.write') && <CreateJob />} />
      <FindList
        entity="job"
        route="listJobs"
        name="jobs"
        title="job.list"
        noun="count.job"
        columns={jobColumns}
        shape={shape}
        facets={facets}
        keyOf={idOf}
        nameOf={job => job.name}
        linkOf={job => `/jobs/${job.id}`}
        most={MOST_AT_ONCE}
        renderBulk={
          mayDoSome(can) ? (selected, { clear }) => <JobBulk jobs={[...selected.values()]} onDone={clear} /> : null
        }
        empty={
          <Notice icon={IconBriefcase} title={t('job.none')}>
            <p>{t('job.noneMore')}</p>
          </Notice>
        }
      />
    </>
  )
}

const idOf = (row: Job): string => row.id
