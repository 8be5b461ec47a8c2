import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { List } from '../../api/use-api.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { showFailure } from '../notify.ts'
import css from './TableFooter.module.css'

interface TableFooterProps<Row> {
  readonly list: List<Row>
  readonly noun: TextKey
  readonly selected: number
  readonly bulk?: ReactNode
  clear(): void
  /** Chooses everything that matches; absent when everything already is. */
  selectAll?: (() => Promise<void>) | undefined
  /** How many rows that would be. */
  readonly most: number
}

/** Under every table: how many there are, and what can be done with the chosen rows. */
export function TableFooter<Row>(props: TableFooterProps<Row>) {
  const { list, noun, selected, most } = props
  const [isSelecting, setSelecting] = useState(false)
  const selectAll = async (): Promise<void> => {
    setSelecting(true)
    try {
      await props.selectAll?.()
    } catch (error) {
      showFailure(t('table.notSelected'), error)
    } finally {
      setSelecting(false)
    }
  }
  const total = t(noun, { count: list.total })
  return (
    <div className={css.footer} data-selecting={selected > 0 || undefined}>
      {selected > 0 ? (
        <>
          <span className={css.count} aria-live="polite">
            {t('table.selected', { count: selected })}
          </span>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={props.clear}>
            {t('table.clearSelection')}
          </Button>
          {props.selectAll !== undefined && (
            <Button size="compact-sm" variant="subtle" loading={isSelecting} onClick={() => void selectAll()}>
              {most < list.total ? t('table.selectFirst', { most, total: list.total }) : t('table.selectAll', { most })}
            </Button>
          )}
          <span className={css.bulk}>{props.bulk}</span>
        </>
      ) : (
        <span className={css.count} aria-live="polite">
          {list.state === 'loading' ? t('table.reading') : list.isLowerBound ? t('table.atLeast', { total }) : total}
          {list.isReadingMore && ` · ${t('table.readingMore')}`}
        </span>
      )}
    </div>
  )
}
