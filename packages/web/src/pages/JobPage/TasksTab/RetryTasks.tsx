import type { JobDetail } from '@patchyard/api'
import { useNavigate } from 'react-router'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { counted } from '../../../text/counted.ts'

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
  const mayReboot = job.options.reboot !== 'never'
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
      title="Run again for the selected assets?"
      confirm="Retry"
      danger={mayReboot}
      busy={retry.isPending}
      error={retry.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>A new run begins at once on {counted(tasks.length, 'asset')}.</p>
      <p>{mayReboot ? 'They may reboot, as the options of the job say.' : 'No asset is rebooted.'}</p>
    </ConfirmDialog>
  )
}
