import type { Person } from '@patchyard/api'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { roleLabels } from '@patchyard/domain'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useList } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { Reported } from '../Reported/Reported.tsx'
import { FailureLine } from '../States/FailureLine.tsx'
import css from './PersonPicker.module.css'

const PAUSE_MS = 250
const MOST_OFFERED = 6
/** So many are read that leaving some out still fills the offers. */
const MOST_READ = 30

interface PersonPickerProps {
  readonly label: string
  readonly chosen: Person | null
  onChoose(person: Person | null): void
  /** Who fits here; others are not offered. */
  fits?(person: Person): boolean
}

/** Chooses one person of the subscription by a part of the name or address. */
export function PersonPicker({ label, chosen, onChoose, fits = everybody }: PersonPickerProps) {
  const [text, setText] = useState('')
  const [rested] = useDebouncedValue(text.trim(), PAUSE_MS)
  const offers = useRef<HTMLUListElement>(null)
  const list = useList(
    'listPeople',
    { query: { sort: 'name', ...(rested === '' ? {} : { search: rested }) } },
    { limit: MOST_READ, enabled: chosen === null },
  )
  if (chosen !== null)
    return (
      <div className={css.chosen} role="group" aria-label={label}>
        <div className={css.names}>
          <Reported text={chosen.name} wrap />
          <p>
            <Reported text={chosen.email} wrap />
          </p>
        </div>
        <Button size="compact-sm" variant="default" onClick={() => onChoose(null)}>
          {t('personPicker.another')}
        </Button>
      </div>
    )
  const found = list.rows.filter(fits).slice(0, MOST_OFFERED)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      offers.current?.querySelector('button')?.focus()
    }
    if (event.key !== 'Enter') return
    event.preventDefault()
    const [only] = found
    if (only !== undefined && found.length === 1 && rested === text.trim()) onChoose(only)
  }
  return (
    <div className={css.picker}>
      <TextInput
        label={label}
        value={text}
        maxLength={200}
        autoComplete="off"
        data-autofocus
        leftSection={<IconSearch size={15} aria-hidden />}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <FailureLine error={list.error} />
      {found.length > 0 && (
        <ul ref={offers} className={css.offers} aria-label={t('personPicker.offers')} aria-busy={list.isStale}>
          {found.map(person => (
            <li key={person.id}>
              <button type="button" className={css.offer} onClick={() => onChoose(person)}>
                <bdi>{shownText(person.name, 120)}</bdi>
                <span className="quiet">
                  <bdi>{shownText(person.email, 120)}</bdi>, {person.roles.map(role => roleLabels[role]).join(', ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className={css.line} role="status">
        {list.state === 'ready' && found.length === 0 && t('personPicker.noneFound')}
      </p>
    </div>
  )
}

const everybody = (): boolean => true
