import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'

const PAUSE_MS = 250

export interface Picking {
  readonly text: string
  /** What is searched for: the text once writing has paused, without blanks around it. */
  readonly search: string
  /** One was chosen before and is taken back: the focus goes to the field that comes in its place. */
  readonly isAgain: boolean
  setText(text: string): void
  startAgain(): void
}

/** What is written while one thing is looked for. */
export function usePicker(): Picking {
  const [text, setText] = useState('')
  const [isAgain, setAgain] = useState(false)
  const [search] = useDebouncedValue(text.trim(), PAUSE_MS)
  return { text, search, isAgain, setText, startAgain: () => setAgain(true) }
}
