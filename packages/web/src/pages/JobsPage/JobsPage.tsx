import type { Job } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconBriefcase, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { FacetOf } from '../../components/Facets/facet.ts'
import { FindList } from '../../components/FindList/FindList.tsx'
import { ChangeOwner } from '../../components/JobOwner/ChangeOwner.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { platformFilter } from '../../components/Tabs/PlatformTabs.tsx'
import { findShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
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

/** As many jobs as the API gives to another owner at once. */
const MOST_GIVEN = 500

export function JobsPage() {
  const can = useCan()
  // Whose owner changes, and what takes the choice back afterwards.
  const [changed, setChanged] = useState<{ readonly jobs: readonly string[]; clear(): void } | null>(null)
  return (
    <>
      <PageHeader
        title={t('job.list')}
        actions={
          can('job.write') && (
            <Button component={Link} to="/jobs/new" leftSection={<IconPlus size={15} aria-hidden />}>
              {t('job.new')}
            </Button>
          )
        }
      />
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
        most={MOST_GIVEN}
        renderBulk={
          can('job.changeOwner')
            ? (selected, { clear }) => (
                <Button
                  variant="default"
                  disabled={selected.size > MOST_GIVEN}
                  onClick={() => setChanged({ jobs: [...selected.keys()], clear })}
                >
                  {t('jobPeople.changeOwner')}
                </Button>
              )
            : null
        }
        empty={
          <Notice icon={IconBriefcase} title={t('job.none')}>
            <p>{t('job.noneMore')}</p>
          </Notice>
        }
      />
      {changed !== null && <ChangeOwner jobs={changed.jobs} onDone={changed.clear} onClose={() => setChanged(null)} />}
    </>
  )
}

const idOf = (row: Job): string => row.id
