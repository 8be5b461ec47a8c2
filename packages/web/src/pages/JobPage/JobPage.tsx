import { ApiError } from '@patchyard/api'
import { Outlet, useParams, useSearchParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Unread } from '../../components/States/Unread.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { chosenRun } from './chosen-run.ts'
import { ClosedJob } from './ClosedJob.tsx'
import { JobContext } from './job-context.ts'
import { JobHeader } from './JobHeader.tsx'
import { t } from '../../i18n/text.ts'

export function JobPage() {
  const { id = '' } = useParams()
  const [address] = useSearchParams()
  const answer = useApi('getJob', { params: { id } })
  const job = answer.data
  if (answer.error instanceof ApiError && answer.error.code === 'forbidden')
    return <ClosedJob reason={answer.error.message} />
  if (job === undefined) return <Unread of={answer} what={t('jobPage.theJob')} />
  const named = address.get('run')
  const run = chosenRun(job.runs, named)
  const base = `/jobs/${id}`
  const search = named === null || run === null ? '' : `?run=${run.id}`
  return (
    <JobContext value={{ job, run }}>
      <JobHeader job={job} run={run} />
      <LinkTabs
        label={t('jobPage.partsOfTheJob')}
        tabs={[
          { to: `${base}${search}`, label: t('jobPage.tasks'), count: run?.tasks.total ?? 0 },
          { to: `${base}/left-out${search}`, label: t('jobPage.leftOut'), count: run?.leftOut.length ?? 0 },
          { to: `${base}/runs${search}`, label: t('jobPage.runsTab'), count: job.runs.length },
          { to: `${base}/definition${search}`, label: t('jobPage.definition') },
          { to: `${base}/access${search}`, label: t('jobPeople.access') },
        ]}
      />
      <Outlet />
    </JobContext>
  )
}
