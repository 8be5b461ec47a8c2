import { actionLimits, actionsOf, interpretersOf, type JobAction, jobLimits, usualTimeoutS } from '@patchyard/domain'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'
import { newAction } from '../state/new-action.ts'
import { useWizard } from '../state/wizard-context.ts'
import type { ExtraStep } from '../state/wizard-state.ts'
import { ActionFields } from './ActionFields.tsx'

/** What runs on each asset before or after the patches, in this order. */
export function ActionsStep({ step }: { readonly step: ExtraStep }) {
  const { state, edit, problemAt } = useWizard()
  const { platform } = state.definition
  const actions = state.definition[step]
  const put = (next: readonly JobAction[]): void => edit({ [step]: next })
  const swap = (a: number, b: number): void => {
    const next = [...actions]
    const [one, other] = [next[a], next[b]]
    if (one === undefined || other === undefined) return
    next[a] = other
    next[b] = one
    put(next)
  }
  const [kind = 'script'] = actionsOf[platform]
  return (
    <Panel title={t(step === 'preActions' ? 'wizard.preActions' : 'wizard.postActions')}>
      <div className={css.fields}>
        <p className="quiet">{t('wizard.actionsMore')}</p>
        {actions.map((action, n) => (
          <ActionFields
            // The order is all that tells actions apart while their names are written.
            key={n}
            action={action}
            place={n + 1}
            count={actions.length}
            platform={platform}
            problemAt={member => problemAt(`/${step}/${n}${member}`)}
            change={next => put(actions.map((one, i) => (i === n ? next : one)))}
            move={by => swap(n, n + by)}
            remove={() => put(actions.filter((_, i) => i !== n))}
          />
        ))}
        <div className={css.row}>
          <Button
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={actions.length >= jobLimits.actions}
            onClick={() =>
              put([...actions, newAction(kind, interpretersOf[platform][0] ?? 'sh', actions.length + 1, usualTimeoutS)])
            }
          >
            {t('wizard.addAction')}
          </Button>
          <span className="quiet">
            {problemAt(`/${step}`) ??
              t('wizard.actionLimits', { count: jobLimits.actions, kib: actionLimits.scriptBytes / 1024 })}
          </span>
        </div>
      </div>
    </Panel>
  )
}
