import { Button } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import type { List } from '../../api/use-api.ts'
import { Failed } from '../States/Failed.tsx'
import { Notice } from '../States/Notice.tsx'
import type { Column } from './column.ts'
import css from './DataTable.module.css'
import { moveBetweenRows } from './move-between-rows.ts'
import { distinctRows, rowsBetween, type Selection, withRows } from './selection.ts'
import { SkeletonRows } from './SkeletonRows.tsx'
import { type Noun, TableFooter } from './TableFooter.tsx'
import { TableHead } from './TableHead.tsx'
import { TableRow } from './TableRow.tsx'
import { tableWidths } from './table-widths.ts'

interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  readonly label: string
  readonly noun: Noun
  readonly list: List<Row>
  /** The first one names the row and carries its link. */
  readonly columns: readonly Column<Row>[]
  keyOf(row: Row): string
  nameOf(row: Row): string
  linkOf?(row: Row): string
  readonly sort?: string | null
  readonly onSort?: (field: string, first: 'up' | 'down') => void
  readonly selection?: Selection<Row> | undefined
  readonly bulk?: ReactNode
  /** Shown when there is nothing at all. */
  readonly empty: ReactNode
  /** Set while a search or filter narrows the list; takes them off. */
  readonly onClear?: (() => void) | undefined
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, noun, list, columns, keyOf, nameOf, linkOf, selection } = props
  const lastClicked = useRef<string | null>(null)
  const rows = distinctRows(list.rows, keyOf)
  const selectable = selection ? rows.filter(row => selection.canSelect?.(row) ?? true) : []
  const chosenHere = selectable.filter(row => selection?.selected.has(keyOf(row))).length
  const readAll = selection?.readAll

  const toggle = (row: Row, chosen: boolean, range: boolean): void => {
    if (selection === undefined) return
    const touched = rowsBetween(selectable, keyOf, range ? lastClicked.current : null, keyOf(row))
    lastClicked.current = keyOf(row)
    selection.change(withRows(selection.selected, touched, keyOf, chosen))
  }
  const selectAll = async (): Promise<void> => {
    if (selection === undefined || readAll === undefined) return
    selection.change(withRows(selection.selected, await readAll(), keyOf, true))
  }

  if (list.state === 'failed') return <Failed error={list.error} onRetry={list.retry} />
  if (list.state === 'ready' && rows.length === 0)
    return props.onClear === undefined ? (
      props.empty
    ) : (
      <Notice
        icon={IconSearchOff}
        title="Nothing matches"
        role="status"
        action={
          <Button variant="default" onClick={props.onClear}>
            Clear search and filters
          </Button>
        }
      />
    )
  return (
    <div className={css.frame}>
      {/* A region that scrolls must be reachable by keyboard; arrow keys move between its rows. */}
      <div className={css.scroller} role="region" aria-label={label} tabIndex={0} onKeyDown={moveBetweenRows}>
        <table
          role="table"
          aria-label={label}
          aria-busy={list.state === 'loading' || list.isStale}
          className={css.table}
          style={tableWidths(columns, selection !== undefined)}
          data-stale={list.isStale || undefined}
        >
          <TableHead
            columns={columns}
            sort={props.sort ?? null}
            onSort={props.onSort}
            box={
              selection && {
                all: selectable.length > 0 && chosenHere === selectable.length,
                some: chosenHere > 0,
                able: selectable.length > 0,
                toggle: chosen => selection.change(withRows(selection.selected, selectable, keyOf, chosen)),
              }
            }
          />
          <tbody role="rowgroup">
            {list.state === 'loading' && <SkeletonRows columns={columns.length + (selection ? 1 : 0)} />}
            {rows.map(row => (
              <TableRow
                key={keyOf(row)}
                row={row}
                name={nameOf(row)}
                link={linkOf?.(row)}
                columns={columns}
                box={
                  selection && {
                    chosen: selection.selected.has(keyOf(row)),
                    able: selection.canSelect?.(row) ?? true,
                    toggle: (chosen, range) => toggle(row, chosen, range),
                  }
                }
              />
            ))}
          </tbody>
        </table>
      </div>
      <TableFooter
        list={list}
        shown={rows.length}
        noun={noun}
        selected={selection?.selected.size ?? 0}
        bulk={props.bulk}
        clear={() => selection?.change(new Map())}
        selectAll={readAll !== undefined && (selection?.selected.size ?? 0) < list.total ? selectAll : undefined}
      />
    </div>
  )
}
