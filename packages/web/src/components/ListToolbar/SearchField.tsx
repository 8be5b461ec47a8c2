import { ActionIcon, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { t } from '../../i18n/text.ts'
import css from './ListToolbar.module.css'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  onChange(text: string): void
}

const TYPING_PAUSE_MS = 250

/** Searches while one types; "/" comes here from anywhere, Esc empties it. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const [given, setGiven] = useState(value)
  // The address changed by other means: the back button, "Clear search and filters".
  if (given !== value) {
    setGiven(value)
    setTyped(value)
  }
  const send = (text: string): void => {
    setGiven(text)
    onChange(text)
  }
  const sendLater = useDebouncedCallback(send, TYPING_PAUSE_MS)
  const set = (text: string): void => {
    setTyped(text)
    sendLater(text)
  }
  useHotkeys([['/', () => field.current?.focus()]])
  return (
    <TextInput
      ref={field}
      size="xs"
      type="search"
      className={css.search ?? ''}
      aria-label={label}
      placeholder={label}
      maxLength={200}
      value={typed}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        typed === '' ? undefined : (
          <ActionIcon size="sm" aria-label={t('list.clearSearch')} onClick={() => set('')}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )
      }
      onChange={event => set(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') send(typed)
        if (event.key === 'Escape' && typed !== '') {
          event.preventDefault()
          set('')
        }
      }}
    />
  )
}
