import { usualWindow } from '@patchyard/domain'
import { NativeSelect, Switch } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../../i18n/text.ts'
import { Choice } from '../fields/Choice.tsx'
import css from '../fields/Fields.module.css'
import { NumberField } from '../fields/NumberField.tsx'
import { useWizard } from '../state/wizard-context.ts'

const HOUR = 60
const USUAL_MINUTES = 6 * HOUR

/** How long after its start a run may still begin, or must be over. */
export function WindowFields() {
  const { state, edit, problemAt } = useWizard()
  const { window, platform } = state.definition
  const [unit, setUnit] = useState(window === null || window.minutes % HOUR === 0 ? HOUR : 1)
  return (
    <div className={css.fields}>
      <Switch
        label={t('wizard.patchingWindow')}
        description={t('wizard.patchingWindowMore')}
        checked={window !== null}
        onChange={event =>
          edit({
            window: event.currentTarget.checked ? { appliesTo: usualWindow[platform], minutes: USUAL_MINUTES } : null,
          })
        }
      />
      {window !== null && (
        <>
          <div className={css.row}>
            <NumberField
              label={t('wizard.windowLength')}
              error={problemAt('/window/minutes')}
              value={window.minutes / unit}
              onChange={value => edit({ window: { ...window, minutes: (value ?? Number.NaN) * unit } })}
            />
            <NativeSelect
              aria-label={t('wizard.windowUnit')}
              data={[
                { value: String(HOUR), label: t('wizard.hours') },
                { value: '1', label: t('wizard.minutes') },
              ]}
              value={String(unit)}
              onChange={event => {
                const next = event.currentTarget.value === '1' ? 1 : HOUR
                setUnit(next)
                edit({ window: { ...window, minutes: (window.minutes / unit) * next } })
              }}
            />
          </div>
          <Choice
            label={t('wizard.windowMeans')}
            value={window.appliesTo}
            error={problemAt('/window/appliesTo')}
            choices={[
              { value: 'start', label: t('wizard.mustStart'), description: t('wizard.mustStartMore') },
              { value: 'finish', label: t('wizard.mustFinish'), description: t('wizard.mustFinishMore') },
            ]}
            onChange={appliesTo => edit({ window: { ...window, appliesTo } })}
          />
        </>
      )}
    </div>
  )
}
