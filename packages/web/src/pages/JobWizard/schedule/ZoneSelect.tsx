import { NativeSelect } from '@mantine/core'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

interface ZoneSelectProps {
  readonly zone: string | null
  readonly error?: string | undefined
  onChange(zone: string | null): void
}

/** Each agent's own clock, or one for all. */
export function ZoneSelect({ zone, error, onChange }: ZoneSelectProps) {
  const known = zone === null || zones.includes(zone) ? zones : [zone, ...zones]
  return (
    <NativeSelect
      label={t('wizard.timeZone')}
      error={error}
      data={[
        { value: '', label: t('wizard.agentZone') },
        ...known.map(value => ({ value, label: shownText(value, 80) })),
      ]}
      value={zone ?? ''}
      onChange={event => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  )
}
