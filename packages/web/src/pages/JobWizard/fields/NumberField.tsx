import { TextInput } from '@mantine/core'
import { useState } from 'react'
import css from './Fields.module.css'

interface NumberFieldProps {
  readonly label: string
  readonly description?: string | undefined
  /** Behind the number: "minutes". */
  readonly unit?: string
  /** NaN where what is written is no number; null where nothing is, and that is allowed. */
  readonly value: number | null
  readonly isOptional?: boolean
  readonly placeholder?: string
  readonly error?: string | undefined
  onChange(value: number | null): void
}

const shown = (value: number | null): string => (value === null || Number.isNaN(value) ? '' : String(value))

/** Whole numbers; whatever else is written stays as it is written, and is a mistake. */
export function NumberField(props: NumberFieldProps) {
  const { label, description, unit, value, isOptional = false, placeholder, error, onChange } = props
  const [text, setText] = useState(shown(value))
  const [given, setGiven] = useState(value)
  // Changed by other means, such as a template.
  if (!Object.is(given, value)) {
    setGiven(value)
    setText(shown(value))
  }
  const write = (next: string): void => {
    const trimmed = next.trim()
    const number =
      trimmed === '' ? (isOptional ? null : Number.NaN) : /^-?\d{1,9}$/.test(trimmed) ? Number(trimmed) : Number.NaN
    setText(next)
    setGiven(number)
    onChange(number)
  }
  return (
    <TextInput
      className={css.number ?? ''}
      label={label}
      description={description}
      inputMode="numeric"
      maxLength={12}
      placeholder={placeholder ?? ''}
      error={error}
      value={text}
      rightSection={unit === undefined ? undefined : <span className={css.unit}>{unit}</span>}
      rightSectionWidth={unit === undefined ? 0 : 84}
      rightSectionPointerEvents="none"
      onChange={event => write(event.currentTarget.value)}
    />
  )
}
