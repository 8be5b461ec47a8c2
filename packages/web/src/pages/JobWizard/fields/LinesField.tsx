import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { namesIn } from '../state/new-action.ts'

interface LinesFieldProps {
  readonly label: string
  readonly description?: string
  readonly error?: string | undefined
  readonly value: readonly string[]
  onChange(value: readonly string[]): void
}

/** Several names, one to a line. Empty lines are there while one writes, and are no names. */
export function LinesField({ label, description, error, value, onChange }: LinesFieldProps) {
  const [text, setText] = useState(value.join('\n'))
  // Changed by other means, such as the order of actions.
  if (namesIn(text).join('\n') !== value.join('\n')) setText(value.join('\n'))
  return (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
      error={error}
      value={text}
      onChange={event => {
        setText(event.currentTarget.value)
        onChange(namesIn(event.currentTarget.value))
      }}
    />
  )
}
