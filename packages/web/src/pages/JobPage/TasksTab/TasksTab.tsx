import { IconListDetails } from '@tabler/icons-react'
import { Notice } from '../../../components/States/Notice.tsx'
import { useJobOnPage } from '../job-context.ts'
import { TaskTable } from './TaskTable.tsx'

export function TasksTab() {
  const { job, run } = useJobOnPage()
  if (run === null)
    return (
      <Notice icon={IconListDetails} title="This job has not run">
        <p>
          {job.status === 'disabled'
            ? 'Enable it, and its tasks appear here.'
            : 'Its tasks appear here when it starts.'}
        </p>
      </Notice>
    )
  return <TaskTable key={run.id} job={job} run={run} />
}
