import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { counted } from '../../text/counted.ts'
import { shownText } from '../../text/shown-text.ts'
import css from './ChosenList.module.css'

export interface Chosen {
  readonly id: string
  readonly name: string
  readonly note?: string
}

interface ChosenListProps {
  readonly title: string
  readonly noun: { readonly one: string; readonly many: string }
  readonly rows: readonly Chosen[]
  onChoose(): void
  onRemove(id: string): void
}

const FEW = 8

/** What goes into the job, with a way to take single things out again. */
export function ChosenList({ title, noun, rows, onChoose, onRemove }: ChosenListProps) {
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? rows : rows.slice(0, FEW)
  return (
    <Panel
      title={`${title} (${rows.length})`}
      aside={
        <Button size="compact-sm" variant="default" onClick={onChoose}>
          Choose {noun.many}…
        </Button>
      }
    >
      {rows.length === 0 && <p className={css.none}>No {noun.one} chosen yet.</p>}
      <ul className={css.list}>
        {shown.map(row => (
          <li key={row.id} className={css.row}>
            <span className={css.name}>
              <Reported text={row.name} />
            </span>
            {row.note !== undefined && <span className={css.note}>{row.note}</span>}
            <ActionIcon size="sm" aria-label={`Take out ${shownText(row.name, 80)}`} onClick={() => onRemove(row.id)}>
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {rows.length > FEW && (
        <Button size="compact-sm" variant="subtle" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${counted(rows.length, noun.one, noun.many)}`}
        </Button>
      )}
    </Panel>
  )
}
