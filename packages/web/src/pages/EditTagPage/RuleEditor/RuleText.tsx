import { TextInput } from '@mantine/core'

interface RuleTextProps {
  readonly label: string
  /** What may be written, with an example. */
  readonly hint: string
  readonly most: number
  readonly value: string
  onChange(text: string): void
}

export function RuleText({ label, hint, most, value, onChange }: RuleTextProps) {
  return (
    <TextInput
      size="xs"
      aria-label={label}
      description={hint}
      inputWrapperOrder={['input', 'description']}
      maxLength={most}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
