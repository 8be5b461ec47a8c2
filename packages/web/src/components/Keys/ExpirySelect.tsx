import { NativeSelect } from '@mantine/core'
import { usePorts } from '../../api/ports.ts'
import { localText } from '../../text/instant-text.ts'
import { expiryChoices, expiryInstant } from './expiry.ts'

interface ExpirySelectProps {
  readonly value: string
  onChange(value: string): void
}

/** When a key ends, with the exact moment underneath. */
export function ExpirySelect({ value, onChange }: ExpirySelectProps) {
  const { clock } = usePorts()
  const end = expiryInstant(value, clock.nowMs())
  return (
    <NativeSelect
      label="Ends"
      description={end === undefined ? 'Valid until it is revoked.' : `Valid until ${localText(Date.parse(end))}.`}
      value={value}
      data={expiryChoices.map(choice => ({ value: choice.value, label: choice.label }))}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
