import { NativeSelect, Radio } from '@mantine/core'
import { Panel } from '../../components/Panel/Panel.tsx'
import { durationText } from '../../text/instant-text.ts'
import css from './JobOptionsForm.module.css'
import type { ChosenOptions } from './review-text.ts'

/** Machines never go down unasked: rebooting is switched on by hand. */
export const defaultOptions: ChosenOptions = { onFailure: 'stop', reboot: 'never', windowMinutes: 240 }

const windows = [30, 60, 120, 240, 480, 1440]

interface JobOptionsFormProps {
  readonly options: ChosenOptions
  change(part: Partial<ChosenOptions>): void
}

export function JobOptionsForm({ options, change }: JobOptionsFormProps) {
  return (
    <Panel title="Options">
      <div className={css.form}>
        <Radio.Group
          label="When a patch fails on an asset"
          value={options.onFailure}
          onChange={value => change({ onFailure: value })}
        >
          <div className={css.radios}>
            <Radio value="stop" label="Stop there: skip its remaining patches" />
            <Radio value="continue" label="Go on with its other patches" />
          </div>
        </Radio.Group>
        <Radio.Group label="Reboot" value={options.reboot} onChange={value => change({ reboot: value })}>
          <div className={css.radios}>
            <Radio value="never" label="Never" />
            <Radio value="ifNeeded" label="If the package manager asks for it" />
            <Radio value="always" label="Always, at the end" />
          </div>
        </Radio.Group>
        <NativeSelect
          label="Nothing begins later than"
          description="After the start. Assets that were away until then are Timed Out."
          className={css.window ?? ''}
          value={String(options.windowMinutes)}
          data={windows.map(minutes => ({ value: String(minutes), label: durationText(minutes * 60_000) }))}
          onChange={event => change({ windowMinutes: Number(event.currentTarget.value) })}
        />
      </div>
    </Panel>
  )
}
