import { Outlet, useParams, useSearchParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Failed } from '../../components/States/Failed.tsx'
import { Loading } from '../../components/States/Loading.tsx'
import { LinkTabs } from '../../components/Tabs/LinkTabs.tsx'
import { chosenRun } from './chosen-run.ts'
import { JobContext } from './job-context.ts'
import { JobHeader } from './JobHeader.tsx'

export function JobPage() {
  const { id = '' } = useParams()
  const [address] = useSearchParams()
  const answer = useApi('getJob', { params: { id } })
  const job = answer.data
  if (job === undefined)
    return answer.isError ? (
      <Failed error={answer.error} onRetry={() => void answer.refetch()} />
    ) : (
      <Loading what="the job" />
    )
  const named = address.get('run')
  const run = chosenRun(job.runs, named)
  const base = `/jobs/${id}`
  const search = named === null || run === null ? '' : `?run=${run.id}`
  return (
    <JobContext value={{ job, run }}>
      <JobHeader job={job} run={run} />
      <LinkTabs
        label="Parts of the job"
        tabs={[
          { to: `${base}${search}`, label: 'Tasks', count: run?.tasks.total ?? 0 },
          { to: `${base}/left-out${search}`, label: 'Left out', count: run?.leftOut.length ?? 0 },
          { to: `${base}/definition${search}`, label: 'Definition' },
        ]}
      />
      <Outlet />
    </JobContext>
  )
}
