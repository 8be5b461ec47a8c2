import { VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { type StepId, stepLabels } from './state/wizard-steps.ts'
import css from './StepList.module.css'

interface StepListProps {
  readonly steps: readonly StepId[]
  readonly current: StepId
  /** Steps with mistakes that were said. */
  readonly wrong: ReadonlySet<StepId>
  onGo(step: StepId): void
}

/** The steps with their numbers; any of them is one click away as long as those before it are right. */
export function StepList({ steps, current, wrong, onGo }: StepListProps) {
  return (
    <nav aria-label={t('wizard.steps')} className={css.nav}>
      <ol className={css.list}>
        {steps.map((step, n) => (
          <li key={step}>
            <button
              type="button"
              className={css.step}
              aria-current={step === current ? 'step' : undefined}
              onClick={() => onGo(step)}
            >
              <span className={css.number} aria-hidden>
                {n + 1}
              </span>
              {t(stepLabels[step])}
              {wrong.has(step) && (
                <span className={css.wrong}>
                  <IconAlertTriangle size={15} aria-hidden />
                  <VisuallyHidden>{t('wizard.hasMistakes')}</VisuallyHidden>
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
