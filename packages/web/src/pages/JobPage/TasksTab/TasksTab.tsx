import { IconListDetails } from '@tabler/icons-react'
import { Notice } from '../../../components/States/Notice.tsx'
import { useJobOnPage } from '../job-context.ts'
import { TaskTable } from './TaskTable.tsx'
import { t } from '../../../i18n/text.ts'

export function TasksTab() {
  const { job, run } = useJobOnPage()
  if (run === null)
    return (
      <Notice icon={IconListDetails} title={t('jobPage.thisJobHasNotRun')}>
        <p>
          {job.status === 'disabled' && job.may.includes('job.start')
            ? t('jobPage.enableItAndItsTasksAppear')
            : t('jobPage.itsTasksAppearHereWhenIt')}
        </p>
      </Notice>
    )
  return <TaskTable key={run.id} job={job} run={run} />
}
