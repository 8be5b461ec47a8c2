import type { JobDetail } from '@patchyard/api'
import { useNavigate } from 'react-router'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { showDone } from '../../../components/notify.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'

interface CloneJobProps {
  readonly job: Pick<JobDetail, 'id' | 'name'>
  readonly onClose: () => void
}

/** A disabled copy of one's own, opened in the wizard to be changed. */
export function CloneJob({ job, onClose }: CloneJobProps) {
  const navigate = useNavigate()
  const clone = useAction('cloneJob', ['listJobs'])
  return (
    <ConfirmDialog
      title={t('jobMenu.cloneTitle')}
      confirm={t('jobMenu.cloneDo')}
      busy={clone.isPending}
      error={clone.error}
      onClose={onClose}
      onConfirm={() =>
        clone.mutate(
          { params: { id: job.id }, body: {} },
          {
            onSuccess: made => {
              showDone(t('jobMenu.cloned', { name: shownText(made.name, 80) }))
              void navigate(`/jobs/${made.id}/edit`)
            },
          },
        )
      }
    >
      <p>{t('jobMenu.cloneText', { name: shownText(job.name, 120) })}</p>
      <ul>
        <li>{t('jobMenu.cloneYours')}</li>
        <li>{t('jobMenu.cloneScope')}</li>
        <li>{t('jobMenu.cloneSchedule')}</li>
      </ul>
    </ConfirmDialog>
  )
}
