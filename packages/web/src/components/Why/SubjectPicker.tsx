import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import type { Entity } from '@patchyard/query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useList } from '../../api/use-api.ts'
import { queryForSearch } from '../../frame/query-for-search.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { FailureLine } from '../States/FailureLine.tsx'
import { isId, routeOf, type Subject, subjectOf } from './subject.ts'
import css from './WhyDialog.module.css'

const PAUSE_MS = 250
const MOST_OFFERED = 6

const labels: { readonly [E in Entity]: TextKey } = {
  asset: 'why.asset',
  patch: 'why.patch',
  job: 'why.job',
  task: 'why.task',
  vulnerability: 'why.vulnerability',
}

interface SubjectPickerProps {
  readonly entity: Entity
  onChoose(subject: Subject): void
}

/** Chooses one object by a part of its name or by its id, among all that one may see: the list's query does not count. */
export function SubjectPicker({ entity, onChoose }: SubjectPickerProps) {
  const [text, setText] = useState('')
  const [rested] = useDebouncedValue(text.trim(), PAUSE_MS)
  const field = useRef<HTMLInputElement>(null)
  // The dialog may be open already.
  useEffect(() => field.current?.focus(), [])
  const offers = useRef<HTMLUListElement>(null)
  const query = isId(entity, rested) ? '' : queryForSearch(rested)
  const list = useList(routeOf[entity], { query: query === '' ? {} : { query } }, { limit: MOST_OFFERED })
  const isOfId = isId(entity, text.trim())
  const found = isOfId ? [] : list.rows.slice(0, MOST_OFFERED).map(row => subjectOf(entity, row))

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      offers.current?.querySelector('button')?.focus()
    }
    if (event.key !== 'Enter') return
    event.preventDefault()
    const [only] = found
    if (isOfId) onChoose({ id: text.trim(), name: '' })
    else if (only !== undefined && found.length === 1 && rested === text.trim()) onChoose(only)
  }
  return (
    <div className={css.picker}>
      <TextInput
        ref={field}
        label={t(labels[entity])}
        value={text}
        maxLength={200}
        autoComplete="off"
        data-autofocus
        leftSection={<IconSearch size={15} aria-hidden />}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <FailureLine error={list.error} />
      {isOfId && (
        <Button variant="default" onClick={() => onChoose({ id: text.trim(), name: '' })}>
          {t('why.askId')}
        </Button>
      )}
      {found.length > 0 && (
        <ul ref={offers} className={css.offers} aria-label={t('why.offers')} aria-busy={list.isStale}>
          {found.map(subject => (
            <li key={subject.id}>
              <button type="button" className={css.offer} onClick={() => onChoose(subject)}>
                <bdi>{shownText(subject.name, 120)}</bdi>
                {subject.name !== subject.id && <span className={css.id}>{subject.id}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className={css.line} role="status">
        {!isOfId && list.state === 'ready' && found.length === 0 && t('why.noneFound')}
      </p>
    </div>
  )
}
