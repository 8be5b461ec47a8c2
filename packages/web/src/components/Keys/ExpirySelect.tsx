import { NativeSelect } from '@mantine/core'
import { usePorts } from '../../api/ports.ts'
import { localText } from '../../text/instant-text.ts'
import { expiryChoices, expiryInstant } from './expiry.ts'
import { t } from '../../i18n/text.ts'

interface ExpirySelectProps {
  readonly value: string
  /** Without the choice of never. */
  readonly mustEnd?: boolean
  onChange(value: string): void
}

/** When a key ends, with the exact moment underneath. */
export function ExpirySelect({ value, mustEnd = false, onChange }: ExpirySelectProps) {
  const { clock } = usePorts()
  const end = expiryInstant(value, clock.nowMs())
  return (
    <NativeSelect
      label={t('keys.ends')}
      description={
        end === undefined
          ? t('keys.validUntilItIsRevoked')
          : t('keys.validUntil', { value: localText(Date.parse(end)) })
      }
      value={value}
      data={expiryChoices
        .filter(choice => !mustEnd || choice.days !== null)
        .map(choice => ({ value: choice.value, label: t(choice.label) }))}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
