import type { JobDetail } from '@patchyard/api'
import { changedMembers } from '@patchyard/domain'
import { useEffect } from 'react'
import { useApi } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { t } from '../../../i18n/text.ts'
import { localText } from '../../../text/instant-text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { failureText } from '../../../api/failure-text.ts'
import { useWizard } from '../state/wizard-context.ts'
import { savedDefinition } from '../state/wizard-state.ts'
import { stepLabels, stepOfPointer } from '../state/wizard-steps.ts'

interface StaleJobProps {
  /** As it was read. */
  readonly job: JobDetail
  /** What the server said. */
  readonly error: unknown
  onReload(): void
  onClose(): void
}

/** Somebody else saved the job meanwhile: what they changed, what of one's own is lost by reading it anew. */
export function StaleJob({ job, error, onReload, onClose }: StaleJobProps) {
  const { state } = useWizard()
  const now = useApi('getJob', { params: { id: job.id } })
  const { refetch } = now
  useEffect(() => void refetch(), [refetch])
  const current = now.data?.revision === job.revision ? undefined : now.data
  const mine = partsOf(changedMembers(job.definition, savedDefinition(state)), state.name.trim() !== job.name)
  const theirs =
    current === undefined
      ? null
      : partsOf(changedMembers(job.definition, current.definition), current.name !== job.name)
  return (
    <ConfirmDialog title={t('wizard.staleTitle')} confirm={t('wizard.reload')} onConfirm={onReload} onClose={onClose}>
      <p>{failureText(error).detail}</p>
      {current !== undefined && (
        <p>
          {t('wizard.staleSince', {
            name: shownText(current.name, 120),
            at: localText(Date.parse(current.modifiedAt)),
          })}{' '}
          {theirs === '' ? '' : t('wizard.staleTheirs', { parts: theirs ?? '' })}
        </p>
      )}
      <p>{mine === '' ? t('wizard.staleNothingLost') : t('wizard.staleLost', { parts: mine })}</p>
    </ConfirmDialog>
  )
}

/** "Schedule, Options": the steps on which something differs. */
function partsOf(pointers: readonly string[], isRenamed: boolean): string {
  const all = isRenamed ? ['/name', ...pointers] : pointers
  return [...new Set(all.map(stepOfPointer))].map(step => t(stepLabels[step])).join(', ')
}
