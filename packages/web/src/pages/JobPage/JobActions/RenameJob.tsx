import type { JobDetail } from '@patchyard/api'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { t } from '../../../i18n/text.ts'
import { touchedByJob } from './touched-by-job.ts'

interface RenameJobProps {
  readonly job: JobDetail
  readonly onClose: () => void
}

/** Another name; nothing that the job does changes, so it may be given while a run is under way. */
export function RenameJob({ job, onClose }: RenameJobProps) {
  // As it was when the dialog opened: somebody else's change since then is refused, not overwritten.
  const [read] = useState(job)
  const [name, setName] = useState(job.name)
  const change = useAction('changeJob', touchedByJob)
  const wanted = name.trim()
  return (
    <ConfirmDialog
      title={t('jobMenu.renameTitle')}
      confirm={t('jobMenu.renameDo')}
      busy={change.isPending}
      error={change.error}
      disabled={wanted === '' || wanted === read.name}
      onClose={onClose}
      onConfirm={() =>
        change.mutate({ params: { id: job.id }, body: { name: wanted, was: read.name } }, { onSuccess: onClose })
      }
    >
      <TextInput
        label={t('newJob.name')}
        description={t('jobMenu.renameMore')}
        maxLength={120}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
