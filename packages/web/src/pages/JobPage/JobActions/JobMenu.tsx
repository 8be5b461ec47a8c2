import type { JobDetail } from '@patchyard/api'
import { ActionMenu } from '../../../components/ActionMenu/ActionMenu.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import { CloneJob } from './CloneJob.tsx'
import { DeleteJob } from './DeleteJob.tsx'
import { menuFor } from './job-menu.ts'
import { RenameJob } from './RenameJob.tsx'

/** Beside the steps of a run: what changes the job itself. */
export function JobMenu({ job }: { readonly job: JobDetail }) {
  const can = useCan()
  const actions = menuFor(job, can('job.write'))
  if (actions.length === 0) return null
  return (
    <ActionMenu
      label={t('jobMenu.actions')}
      actions={actions}
      renderDialog={(step, close) => {
        switch (step) {
          case 'rename':
            return <RenameJob job={job} onClose={close} />
          case 'clone':
            return <CloneJob job={job} onClose={close} />
          case 'delete':
            return <DeleteJob job={job} onClose={close} />
        }
      }}
    />
  )
}
