import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { Reported } from '../../components/Reported/Reported.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import css from './ChosenList.module.css'

export interface Chosen {
  readonly id: string
  readonly name: string
  readonly note?: string
}

interface ChosenListProps {
  readonly title: TextKey
  /** "Choose assets…" */
  readonly choose: TextKey
  readonly none: TextKey
  readonly noun: TextKey
  readonly rows: readonly Chosen[]
  onChoose(): void
  onRemove(id: string): void
  /** Beside the button. */
  readonly more?: ReactNode
}

const FEW = 8

/** What goes into the job, with a way to take single things out again. */
export function ChosenList({ title, choose, none, noun, rows, more, onChoose, onRemove }: ChosenListProps) {
  const id = useId()
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? rows : rows.slice(0, FEW)
  return (
    <div role="group" aria-labelledby={id} className={css.group}>
      <div className={css.head}>
        <span id={id} className={css.title}>
          {t(title, { count: rows.length })}
        </span>
        <div className={css.buttons}>
          <Button size="compact-sm" variant="default" onClick={onChoose}>
            {t(choose)}
          </Button>
          {more}
        </div>
      </div>
      {rows.length === 0 && <p className={css.none}>{t(none)}</p>}
      <ul className={css.list}>
        {shown.map(row => (
          <li key={row.id} className={css.row}>
            <span className={css.name}>
              <Reported text={row.name} wrap />
            </span>
            {row.note !== undefined && <span className={css.note}>{row.note}</span>}
            <ActionIcon
              size="sm"
              aria-label={t('newJob.takeOut', { name: shownText(row.name, 80) })}
              onClick={() => onRemove(row.id)}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {rows.length > FEW && (
        <Button size="compact-sm" variant="subtle" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? t('newJob.showFewer') : t('newJob.showAll', { all: t(noun, { count: rows.length }) })}
        </Button>
      )}
    </div>
  )
}
