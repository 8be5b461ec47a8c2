import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { t } from '../../../i18n/text.ts'
import { reviewOf } from '../review/review-text.ts'
import { ReviewText } from '../review/ReviewText.tsx'
import { useWizard } from '../state/wizard-context.ts'
import { useAssetCount } from '../steps/use-asset-query.ts'

interface ConfirmSaveProps {
  readonly busy: boolean
  readonly error: unknown
  onConfirm(): void
  onClose(): void
}

/** Before a job is enabled: which assets and patches it touches, and when it begins. */
export function ConfirmSave({ busy, error, onConfirm, onClose }: ConfirmSaveProps) {
  const { state } = useWizard()
  const review = reviewOf(state, useAssetCount())
  const isNow = state.definition.schedule?.type === 'onDemand'
  return (
    <ConfirmDialog
      title={t(isNow ? 'newJob.startThisJobNow' : 'wizard.enableThisJob')}
      confirm={t('newJob.saveEnable')}
      danger={review.mayReboot}
      busy={busy}
      error={error}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <ReviewText review={review} />
    </ConfirmDialog>
  )
}
