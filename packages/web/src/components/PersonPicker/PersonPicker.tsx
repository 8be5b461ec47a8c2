import type { Person } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { roleLabels } from '@patchyard/domain'
import { useState } from 'react'
import { useList } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { Offers } from '../Offers/Offers.tsx'
import { Reported } from '../Reported/Reported.tsx'
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
  const [isAgain, setAgain] = useState(false)
  const [rested] = useDebouncedValue(text.trim(), PAUSE_MS)
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
        <Button
          ref={takeFocus}
          size="compact-sm"
          variant="default"
          onClick={() => {
            setAgain(true)
            onChoose(null)
          }}
        >
          {t('personPicker.another')}
        </Button>
      </div>
    )
  const found = list.rows.filter(fits).slice(0, MOST_OFFERED)
  const [only] = found
  return (
    <Offers<Person>
      label={label}
      text={text}
      {...(isAgain ? { field: takeFocus } : {})}
      found={found}
      listLabel={t('personPicker.offers')}
      isBehind={list.isStale}
      error={list.error}
      none={list.state === 'ready' && found.length === 0 ? t('personPicker.noneFound') : null}
      onText={setText}
      onChoose={onChoose}
      onEnter={() => {
        if (only !== undefined && found.length === 1 && rested === text.trim()) onChoose(only)
      }}
      renderOffer={person => (
        <>
          <bdi>{shownText(person.name, 120)}</bdi>
          <span className="quiet">
            <bdi>{shownText(person.email, 120)}</bdi>, {person.roles.map(role => roleLabels[role]).join(', ')}
          </span>
        </>
      )}
    />
  )
}

/** What was pressed is gone: the focus goes to what came in its place. */
const takeFocus = (element: HTMLElement | null): void => element?.focus()

const everybody = (): boolean => true
