import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { List } from '../../api/use-api.ts'
import { counted, grouped } from '../../text/counted.ts'
import css from './TableFooter.module.css'

export interface Noun {
  readonly one: string
  readonly many: string
}

interface TableFooterProps<Row> {
  readonly list: List<Row>
  readonly shown: number
  readonly noun: Noun
  readonly selected: number
  readonly bulk?: ReactNode
  clear(): void
  /** Chooses everything that matches; absent when everything already is. */
  selectAll?: (() => Promise<void>) | undefined
}

/** Under every table: how many of how many, the next page, and what can be done with the chosen rows. */
export function TableFooter<Row>(props: TableFooterProps<Row>) {
  const { list, shown, noun, selected, bulk } = props
  const [isSelecting, setSelecting] = useState(false)
  const selectAll = async (): Promise<void> => {
    setSelecting(true)
    try {
      await props.selectAll?.()
    } finally {
      setSelecting(false)
    }
  }
  return (
    <div className={css.footer} data-selecting={selected > 0 || undefined}>
      {selected > 0 ? (
        <>
          <span className={css.count} aria-live="polite">
            {grouped(selected)} selected
          </span>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={props.clear}>
            Clear
          </Button>
          {props.selectAll !== undefined && (
            <Button size="compact-sm" variant="subtle" loading={isSelecting} onClick={() => void selectAll()}>
              Select all {grouped(list.total)}
            </Button>
          )}
          <span className={css.bulk}>{bulk}</span>
        </>
      ) : (
        <>
          <span className={css.count} aria-live="polite">
            {list.hasMore
              ? `${grouped(shown)} of ${counted(list.total, noun.one, noun.many)}`
              : counted(shown, noun.one, noun.many)}
          </span>
          {list.hasMore && (
            <Button size="compact-sm" variant="default" loading={list.isReadingMore} onClick={list.readMore}>
              Show more
            </Button>
          )}
        </>
      )}
    </div>
  )
}
