import { IconListDetails } from '@tabler/icons-react'
import { Notice } from '../../../components/States/Notice.tsx'
import { missingText } from '../../JobWizard/review/missing-text.ts'
import { useJobOnPage } from '../job-context.ts'
import { TaskTable } from './TaskTable.tsx'
import { t } from '../../../i18n/text.ts'

export function TasksTab() {
  const { job, run } = useJobOnPage()
  if (run === null)
    return (
      <Notice icon={IconListDetails} title={t('jobPage.thisJobHasNotRun')}>
        <p>
          {job.status === 'draft' || job.missing.length > 0
            ? t('jobPage.lacks', { missing: missingText(job.missing) })
            : job.status === 'disabled' && job.may.includes('job.start')
              ? t('jobPage.enableItAndItsTasksAppear')
              : t('jobPage.itsTasksAppearHereWhenIt')}
        </p>
      </Notice>
    )
  return <TaskTable key={run.id} job={job} run={run} />
}
