import { jobLimits, type JobOptions } from '@patchyard/domain'
import { Switch } from '@mantine/core'
import { t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'
import { NumberField } from '../fields/NumberField.tsx'
import { Warning } from '../fields/Warning.tsx'
import { useWizard } from '../state/wizard-context.ts'

/** Three hours: as long ahead as agents get their work. */
const USUAL_EARLY_MINUTES = 180

/** When and how fast packages are fetched. */
export function DownloadFields() {
  const { state, edit, problemAt } = useWizard()
  const { options, schedule } = state.definition
  const put = (part: Partial<JobOptions>): void => edit({ options: { ...options, ...part } })
  const isEarly = options.earlyDownloadMinutes !== 0
  return (
    <div className={css.fields}>
      <Switch
        label={t('wizard.opportunistic')}
        description={t('wizard.opportunisticMore')}
        checked={isEarly}
        onChange={event => put({ earlyDownloadMinutes: event.currentTarget.checked ? USUAL_EARLY_MINUTES : 0 })}
      />
      {isEarly && (
        <>
          <NumberField
            label={t('wizard.earlyBy')}
            unit={t('wizard.minutes')}
            error={problemAt('/options/earlyDownloadMinutes')}
            value={options.earlyDownloadMinutes}
            onChange={minutes => put({ earlyDownloadMinutes: minutes ?? Number.NaN })}
          />
          <Warning>{t(schedule?.type === 'onDemand' ? 'wizard.earlyOnDemand' : 'wizard.earlyNeedsCache')}</Warning>
        </>
      )}
      <div className={css.pairs}>
        <NumberField
          label={t('wizard.spread')}
          description={t('wizard.spreadMore', { max: jobLimits.downloadSpreadMinutes.max })}
          unit={t('wizard.minutes')}
          error={problemAt('/options/downloadSpreadMinutes')}
          value={options.downloadSpreadMinutes}
          onChange={minutes => put({ downloadSpreadMinutes: minutes ?? Number.NaN })}
        />
        <NumberField
          label={t('wizard.bandwidth')}
          description={t('wizard.bandwidthMore')}
          isOptional
          placeholder={t('wizard.asTheProfile')}
          unit="kB/s"
          error={problemAt('/options/bandwidthKBs')}
          value={options.bandwidthKBs}
          onChange={bandwidthKBs => put({ bandwidthKBs })}
        />
      </div>
    </div>
  )
}
