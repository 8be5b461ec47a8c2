import type { JobDetail } from '@patchyard/api'
import { ActionMenu } from '../../../components/ActionMenu/ActionMenu.tsx'
import { t } from '../../../i18n/text.ts'
import { DeleteJob } from './DeleteJob.tsx'
import { menuFor } from './job-menu.ts'
import { RenameJob } from './RenameJob.tsx'

/** Beside the steps of a run: what changes the job itself. */
export function JobMenu({ job }: { readonly job: JobDetail }) {
  const actions = menuFor(job)
  if (actions.length === 0) return null
  return (
    <ActionMenu
      label={t('jobMenu.actions')}
      actions={actions}
      renderDialog={(step, close) =>
        step === 'rename' ? <RenameJob job={job} onClose={close} /> : <DeleteJob job={job} onClose={close} />
      }
    />
  )
}
