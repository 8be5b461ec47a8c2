import type { Job } from '@patchyard/api'
import { ActionMenu } from '../../components/ActionMenu/ActionMenu.tsx'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { ChangeOwner } from '../../components/JobOwner/ChangeOwner.tsx'
import { showDone } from '../../components/notify.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { CloneJob } from '../JobPage/JobActions/CloneJob.tsx'
import { touchedByJob } from '../JobPage/JobActions/touched-by-job.ts'
import { bulkLabels, bulkSentences, type BulkStep, stepsFor } from './bulk-steps.ts'

interface JobBulkProps {
  readonly jobs: readonly Job[]
  /** Takes the choice back. */
  onDone(): void
}

/** What can be done with all chosen jobs: all of them or none. */
export function JobBulk({ jobs, onDone }: JobBulkProps) {
  const can = useCan()
  const actions = stepsFor(jobs, can).map(step => ({
    step,
    label: t(bulkLabels[step]),
    danger: step === 'delete',
    isApart: step === 'delete',
  }))
  return (
    <ActionMenu<BulkStep>
      label={t('jobBulk.actions')}
      actions={actions}
      renderDialog={(step, close) => {
        const [first] = jobs
        switch (step) {
          case 'owner':
            return <ChangeOwner jobs={jobs.map(job => job.id)} onDone={onDone} onClose={close} />
          case 'clone':
            return first === undefined ? null : <CloneJob job={first} onClose={close} />
          default:
            return <Question step={step} jobs={jobs} onDone={onDone} onClose={close} />
        }
      }}
    />
  )
}

type AskedStep = Exclude<BulkStep, 'owner' | 'clone'>

const routeOf = {
  enable: 'enableJobs',
  disable: 'disableJobs',
  cancel: 'cancelJobs',
  delete: 'deleteJobs',
} as const satisfies { readonly [S in AskedStep]: string }

const texts: {
  readonly [S in AskedStep]: { readonly title: TextKey; readonly confirm: TextKey; readonly done: TextKey }
} = {
  enable: { title: 'jobBulk.enableTitle', confirm: 'jobBulk.enableDo', done: 'jobBulk.enabled' },
  disable: { title: 'jobBulk.disableTitle', confirm: 'jobBulk.disableDo', done: 'jobBulk.disabled' },
  cancel: { title: 'jobBulk.cancelTitle', confirm: 'jobBulk.cancelDo', done: 'jobBulk.cancelled' },
  delete: { title: 'jobBulk.deleteTitle', confirm: 'jobBulk.deleteDo', done: 'jobBulk.deleted' },
}

interface QuestionProps extends JobBulkProps {
  readonly step: AskedStep
  onClose(): void
}

function Question({ step, jobs, onDone, onClose }: QuestionProps) {
  const action = useAction(routeOf[step], touchedByJob)
  const count = jobs.length
  return (
    <ConfirmDialog
      title={t(texts[step].title, { count })}
      confirm={t(texts[step].confirm, { count })}
      danger={step === 'delete' || step === 'cancel'}
      busy={action.isPending}
      error={action.error}
      onClose={onClose}
      onConfirm={() =>
        action.mutate(
          { body: { ids: jobs.map(job => job.id) } },
          {
            onSuccess: () => {
              showDone(t(texts[step].done, { count }))
              onDone()
              onClose()
            },
          },
        )
      }
    >
      {bulkSentences(step, jobs).map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
    </ConfirmDialog>
  )
}
