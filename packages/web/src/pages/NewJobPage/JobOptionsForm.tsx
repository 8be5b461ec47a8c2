import { NativeSelect, Radio } from '@mantine/core'
import { Panel } from '../../components/Panel/Panel.tsx'
import { durationText } from '../../text/instant-text.ts'
import css from './JobOptionsForm.module.css'
import type { ChosenOptions } from './review-text.ts'
import { t } from '../../i18n/text.ts'

/** Machines never go down unasked: rebooting is switched on by hand. */
export const defaultOptions: ChosenOptions = { onFailure: 'stop', reboot: 'never', windowMinutes: 240 }

const windows = [30, 60, 120, 240, 480, 1440]

interface JobOptionsFormProps {
  readonly options: ChosenOptions
  change(part: Partial<ChosenOptions>): void
}

export function JobOptionsForm({ options, change }: JobOptionsFormProps) {
  return (
    <Panel title={t('newJob.options')}>
      <div className={css.form}>
        <Radio.Group
          label={t('newJob.whenAPatchFailsOnAn')}
          value={options.onFailure}
          onChange={value => change({ onFailure: value })}
        >
          <div className={css.radios}>
            <Radio value="stop" label={t('newJob.stopThereSkipItsRemainingPatches')} />
            <Radio value="continue" label={t('newJob.goOnWithItsOtherPatches')} />
          </div>
        </Radio.Group>
        <Radio.Group label={t('newJob.reboot')} value={options.reboot} onChange={value => change({ reboot: value })}>
          <div className={css.radios}>
            <Radio value="never" label={t('newJob.never')} />
            <Radio value="ifNeeded" label={t('newJob.ifThePackageManagerAsksFor')} />
            <Radio value="always" label={t('newJob.alwaysAtTheEnd')} />
          </div>
        </Radio.Group>
        <NativeSelect
          label={t('newJob.nothingBeginsLaterThan')}
          description={t('newJob.afterTheStartAssetsThatWere')}
          className={css.window ?? ''}
          value={String(options.windowMinutes)}
          data={windows.map(minutes => ({ value: String(minutes), label: durationText(minutes * 60_000) }))}
          onChange={event => change({ windowMinutes: Number(event.currentTarget.value) })}
        />
      </div>
    </Panel>
  )
}
