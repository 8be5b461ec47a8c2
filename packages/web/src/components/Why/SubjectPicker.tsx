import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Entity } from '@patchyard/query'
import { useEffect, useRef, useState } from 'react'
import { useList } from '../../api/use-api.ts'
import { queryForSearch } from '../../frame/query-for-search.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { Offers } from '../Offers/Offers.tsx'
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
  audit: 'why.audit',
}

interface SubjectPickerProps {
  readonly entity: Entity
  readonly ofInstallation?: true | undefined
  onChoose(subject: Subject): void
}

/** Chooses one object by a part of its name or by its id, among all that one may see: the list's query does not count. */
export function SubjectPicker({ entity, ofInstallation, onChoose }: SubjectPickerProps) {
  const [text, setText] = useState('')
  const [rested] = useDebouncedValue(text.trim(), PAUSE_MS)
  const field = useRef<HTMLInputElement>(null)
  // The dialog may be open already.
  useEffect(() => field.current?.focus(), [])
  const query = isId(entity, rested) ? '' : queryForSearch(rested)
  const list = useList(
    ofInstallation ? 'listInstallationAudit' : routeOf[entity],
    { query: query === '' ? {} : { query } },
    { limit: MOST_OFFERED },
  )
  const isOfId = isId(entity, text.trim())
  const found = isOfId ? [] : list.rows.slice(0, MOST_OFFERED).map(row => subjectOf(entity, row))
  const [only] = found
  const askId = (): void => onChoose({ id: text.trim(), name: '' })
  return (
    <Offers
      label={t(labels[entity])}
      text={text}
      found={found}
      listLabel={t('why.offers')}
      isBehind={list.isStale}
      error={list.error}
      none={!isOfId && list.state === 'ready' && found.length === 0 ? t('why.noneFound') : null}
      field={field}
      onText={setText}
      onChoose={onChoose}
      onEnter={() => {
        if (isOfId) askId()
        else if (only !== undefined && found.length === 1 && rested === text.trim()) onChoose(only)
      }}
      renderOffer={subject => (
        <>
          <bdi>{shownText(subject.name, 120)}</bdi>
          {subject.name !== subject.id && <span className={css.id}>{subject.id}</span>}
        </>
      )}
    >
      {isOfId && (
        <Button variant="default" onClick={askId}>
          {t('why.askId')}
        </Button>
      )}
    </Offers>
  )
}
