import type { JobDetail } from '@patchyard/api'
import { useNavigate } from 'react-router'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { t } from '../../../i18n/text.ts'

interface RetryTasksProps {
  readonly job: JobDetail
  readonly tasks: readonly string[]
  onDone(): void
  onClose(): void
}

/** A new run for the chosen tasks alone. */
export function RetryTasks({ job, tasks, onDone, onClose }: RetryTasksProps) {
  const navigate = useNavigate()
  const retry = useAction('retryJob', ['getJob', 'listJobs', 'listRunTasks'])
  const mayReboot = job.definition.options.reboot !== 'never'
  const confirm = (): void =>
    retry.mutate(
      { params: { id: job.id }, body: { tasks: [...tasks] } },
      {
        onSuccess: () => {
          onDone()
          // The new run is the newest: the address names none, so that it is shown.
          void navigate(`/jobs/${job.id}`)
        },
      },
    )
  return (
    <ConfirmDialog
      title={t('jobPage.runAgainForTheSelectedAssets')}
      confirm={t('jobPage.retry')}
      danger={mayReboot}
      busy={retry.isPending}
      error={retry.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{t('jobPage.aNewRunBeginsAtOnce', { number: t('count.asset', { count: tasks.length }) })}</p>
      <p>{mayReboot ? t('jobPage.theyMayRebootAsTheOptions') : t('jobPage.noAssetIsRebooted')}</p>
    </ConfirmDialog>
  )
}
