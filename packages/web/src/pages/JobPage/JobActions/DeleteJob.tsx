import type { JobDetail } from '@patchyard/api'
import { useNavigate } from 'react-router'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { showDone } from '../../../components/notify.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'

interface DeleteJobProps {
  readonly job: JobDetail
  readonly onClose: () => void
}

/** Only for a job that never ran: there are no results that would be lost with it. */
export function DeleteJob({ job, onClose }: DeleteJobProps) {
  const navigate = useNavigate()
  const remove = useAction('deleteJob', ['listJobs'])
  return (
    <ConfirmDialog
      title={t('jobMenu.deleteTitle')}
      confirm={t('jobMenu.deleteDo')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(
          { params: { id: job.id } },
          {
            onSuccess: () => {
              showDone(t('jobMenu.deleted', { name: shownText(job.name, 80) }))
              void navigate('/jobs', { replace: true })
            },
          },
        )
      }
    >
      <p>
        {t('jobMenu.deleteText', {
          name: shownText(job.name, 120),
          patches: t('count.patch', { count: job.patchCount }),
          assets: t('count.asset', { count: job.assetCount }),
        })}
      </p>
      <ul>
        <li>{t('jobMenu.noRuns')}</li>
        {job.coAuthors.length > 0 && <li>{t('jobMenu.coAuthors', { count: job.coAuthors.length })}</li>}
        <li>{t('jobMenu.auditStays')}</li>
      </ul>
    </ConfirmDialog>
  )
}
