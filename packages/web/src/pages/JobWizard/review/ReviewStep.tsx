import { missingParts } from '@patchyard/domain'
import { Button } from '@mantine/core'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'
import { Warning } from '../fields/Warning.tsx'
import { useWizard } from '../state/wizard-context.ts'
import { savedDefinition } from '../state/wizard-state.ts'
import { stepLabels, stepsOf } from '../state/wizard-steps.ts'
import { Problems } from '../steps/Problems.tsx'
import { useAssetCount } from '../steps/use-asset-query.ts'
import { linesOf } from './review-lines.ts'
import { missingText } from './missing-text.ts'
import { reviewOf } from './review-text.ts'
import review from './ReviewStep.module.css'
import { ReviewText } from './ReviewText.tsx'

/** Everything once more, each step with a way back to it. */
export function ReviewStep() {
  const { state, go } = useWizard()
  const assets = useAssetCount()
  const missing = missingParts(savedDefinition(state))
  return (
    <>
      <Panel title={t('newJob.review')}>
        <div className={css.fields}>
          <ReviewText review={reviewOf(state, assets)} />
          {missing.length > 0 && <Warning>{t('wizard.isDraft', { missing: missingText(missing) })}</Warning>}
          <Problems at={['']} />
        </div>
      </Panel>
      <Panel title={t('wizard.configuration')}>
        <dl className={review.steps}>
          {stepsOf(state)
            .filter(step => step !== 'review')
            .map(step => (
              <div key={step} className={review.step}>
                <dt>
                  {t(stepLabels[step])}
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={t('wizard.changeStep', { step: t(stepLabels[step]) })}
                    onClick={() => go(step)}
                  >
                    {t('wizard.change')}
                  </Button>
                </dt>
                {linesOf(step, state).map(line => (
                  <dd key={line}>{line}</dd>
                ))}
              </div>
            ))}
        </dl>
      </Panel>
    </>
  )
}
