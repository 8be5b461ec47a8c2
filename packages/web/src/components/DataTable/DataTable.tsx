import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconSearchOff } from '@tabler/icons-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { List } from '../../api/use-api.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { Failed } from '../States/Failed.tsx'
import { Notice } from '../States/Notice.tsx'
import type { Column } from './column.ts'
import css from './DataTable.module.css'
import { useRowTable } from './row-table.ts'
import { distinctRows, type Selection, withRows } from './selection.ts'
import { SkeletonRows } from './SkeletonRows.tsx'
import { TableFooter } from './TableFooter.tsx'
import { TableHead } from './TableHead.tsx'
import { TableRow } from './TableRow.tsx'
import { fitting, leastWidth, onCards } from './table-widths.ts'
import type { ChosenColumns } from './use-chosen-columns.ts'
import { useRowKeys } from './use-row-keys.ts'
import { useWidth } from './use-width.ts'
import { type RowScroller, VirtualRows } from './VirtualRows.tsx'

interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  readonly label: string
  /** A text with a number: "3 assets". */
  readonly noun: TextKey
  readonly list: List<Row>
  /** The first one names the row and carries its link. */
  readonly columns: readonly Column<Row>[]
  /** Which of them to show; absent: all that are not extra. */
  readonly chosen?: ChosenColumns
  keyOf(row: Row): string
  nameOf(row: Row): string
  linkOf?(row: Row): string
  readonly sort?: string | null
  readonly onSort?: (sort: string) => void
  readonly selection?: Selection<Row> | undefined
  readonly bulk?: ReactNode
  /** Says why a row is in the list: a button beside its name, and the key W on it. */
  readonly ask?: ((row: Row) => void) | undefined
  /** In place of all rows: why nothing was asked. */
  readonly refused?: ReactNode
  /** Shown when there is nothing at all. */
  readonly empty: ReactNode
  /** Set while a search or filter narrows the list; takes them off. */
  readonly onClear?: (() => void) | undefined
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { list, refused } = props
  if (refused !== undefined && refused !== null) return refused
  if (list.state === 'failed') return <Failed error={list.error} onRetry={list.retry} />
  if (list.state === 'ready' && list.rows.length === 0)
    return props.onClear === undefined ? props.empty : <NothingMatches onClear={props.onClear} />
  return <Table {...props} />
}

function NothingMatches({ onClear }: { readonly onClear: () => void }) {
  return (
    <Notice
      icon={IconSearchOff}
      title={t('table.nothingMatches')}
      role="status"
      action={
        <Button variant="default" onClick={onClear}>
          {t('table.clear')}
        </Button>
      }
    />
  )
}

function Table<Row>(props: DataTableProps<Row>) {
  const { label, list, keyOf, nameOf, linkOf, selection, chosen, ask } = props
  const rows = useMemo(() => distinctRows(list.rows, keyOf), [list.rows, keyOf])
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const isCards = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const hasBox = selection !== undefined
  const columns = useMemo(() => new Map(props.columns.map(column => [column.key, column] as const)), [props.columns])
  const wanted = props.columns.filter(column =>
    chosen === undefined ? column.isExtra !== true : chosen.shown.includes(column.key),
  )
  // Who chose columns sees them at every width: the table then scrolls sideways.
  const fits = chosen?.isOwn === true ? wanted : isCards ? onCards(wanted) : fitting(wanted, hasBox, width)
  const shown = new Set(fits.map(column => column.key))
  const table = useRowTable({
    rows,
    columns: props.columns,
    shown,
    keyOf,
    sort: props.sort ?? null,
    onSort: props.onSort,
    selection,
  })
  // State, not a ref: the rows inside are drawn, and measured, once it is there.
  const [body, setBody] = useState<HTMLElement | null>(null)
  const scroller = useRef<RowScroller>(null)
  const keys = useRowKeys(table, body, { show: index => scroller.current?.show(index), ask })
  const models = table.getRowModel().rows

  const { readAll, most = Number.POSITIVE_INFINITY } = selection ?? {}
  const selected = selection?.selected.size ?? 0
  const selectAll = async (): Promise<void> => {
    if (selection !== undefined && readAll !== undefined)
      selection.change(withRows(selection.selected, await readAll(Math.min(most, list.total)), keyOf))
  }
  const isAllSelectable = readAll !== undefined && selected < Math.min(list.total, most)
  return (
    <div ref={frame} className={css.frame}>
      {/* A region that scrolls must be reachable by keyboard. */}
      <div
        className={css.scroller}
        role="region"
        aria-label={label}
        tabIndex={0}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        onBlur={keys.onBlur}
      >
        <table
          role="table"
          aria-label={label}
          aria-busy={list.state === 'loading' || list.isStale}
          aria-rowcount={list.state === 'loading' || list.isLowerBound ? -1 : list.total + 1}
          className={css.table}
          style={isCards ? undefined : { minWidth: leastWidth(fits, hasBox) }}
          data-stale={list.isStale || undefined}
        >
          <TableHead table={table} columns={columns} hasBox={hasBox} canSort={props.onSort !== undefined} />
          <tbody ref={setBody} role="rowgroup">
            {list.state === 'loading' ? (
              <SkeletonRows columns={shown.size + (selection ? 1 : 0)} />
            ) : (
              body !== null && (
                <VirtualRows
                  // Cards scroll with the page, rows in the table: measured anew.
                  key={isCards ? 'cards' : 'rows'}
                  count={models.length}
                  isCards={isCards}
                  stop={keys.stop}
                  body={body}
                  scroller={scroller}
                  keyOf={index => models[index]?.id ?? String(index)}
                  onNearEnd={() => {
                    if (list.hasMore && !list.isReadingMore && !list.isStale) list.readMore()
                  }}
                  renderRow={(index, measure) => {
                    const row = models[index]
                    if (row === undefined) return null
                    return (
                      <TableRow
                        row={row}
                        index={index}
                        name={nameOf(row.original)}
                        link={linkOf?.(row.original)}
                        columns={columns}
                        hasBox={hasBox}
                        isStop={index === keys.stop}
                        onFocus={keys.setStop}
                        onAsk={ask === undefined ? undefined : () => ask(row.original)}
                        measure={measure}
                      />
                    )
                  }}
                />
              )
            )}
          </tbody>
        </table>
      </div>
      <TableFooter
        list={list}
        noun={props.noun}
        selected={selected}
        bulk={props.bulk}
        clear={() => selection?.change(new Map())}
        selectAll={isAllSelectable ? selectAll : undefined}
        most={Math.min(most, list.total)}
      />
    </div>
  )
}
