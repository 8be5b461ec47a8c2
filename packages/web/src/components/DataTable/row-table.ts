import {
  type ColumnDef,
  columnVisibilityFeature,
  type ReactTable,
  type Row as TableRowModel,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { Column } from './column.ts'
import { selectedAfter, type Selection } from './selection.ts'

export const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature, rowSortingFeature })
export type RowTable<Row> = ReactTable<typeof features, Row & object>
export type RowOfTable<Row> = TableRowModel<typeof features, Row & object>

interface RowTableOptions<Row> {
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  /** Keys of the columns to show. */
  readonly shown: ReadonlySet<string>
  keyOf(row: Row): string
  readonly sort: string | null
  readonly onSort: ((sort: string) => void) | undefined
  readonly selection: Selection<Row> | undefined
}

const after = <T>(updater: Updater<T>, before: T): T =>
  typeof updater === 'function' ? (updater as (old: T) => T)(before) : updater

/** The state of columns, order and choice is the page's; the table reads it and says what a person wants changed. */
export function useRowTable<Row>(options: RowTableOptions<Row>): RowTable<Row> {
  const { rows, columns, shown, keyOf, sort, onSort, selection } = options
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Row & object> => ({
          id: column.key,
          // Sorting is the server's; the table only wants to see that there is something to sort by.
          accessorFn: () => null,
          enableSorting: column.sort !== undefined,
          sortDescFirst: column.sortFirst === 'down',
        }),
      ),
    [columns],
  )
  const field = sort?.replace(/^-/, '')
  const sorted = columns.find(column => column.sort !== undefined && column.sort === field)
  const sorting: SortingState = sorted ? [{ id: sorted.key, desc: sort?.startsWith('-') === true }] : []
  const selected: RowSelectionState = Object.fromEntries(
    [...(selection?.selected.keys() ?? [])].map(key => [key, true]),
  )
  return useTable({
    features,
    data: rows as (Row & object)[],
    columns: definitions,
    getRowId: row => keyOf(row),
    manualSorting: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    enableRowSelection: row => selection !== undefined && (selection.canSelect?.(row.original) ?? true),
    isRowRangeSelectionEvent: event => hasShift(event),
    state: {
      sorting,
      rowSelection: selected,
      columnVisibility: Object.fromEntries(columns.map(({ key }) => [key, shown.has(key)])),
    },
    onSortingChange: updater => {
      const [next] = after(updater, sorting)
      const wanted = columns.find(column => column.key === next?.id)?.sort
      if (next !== undefined && wanted !== undefined) onSort?.(`${next.desc ? '-' : ''}${wanted}`)
    },
    onRowSelectionChange: updater => {
      if (selection === undefined) return
      const keys = Object.entries(after(updater, selected)).flatMap(([key, is]) => (is ? [key] : []))
      selection.change(selectedAfter(selection.selected, keys, rows, keyOf))
    },
  })
}

function hasShift(event: unknown): boolean {
  const { shiftKey, nativeEvent } = event as { shiftKey?: boolean; nativeEvent?: { shiftKey?: boolean } }
  return shiftKey === true || nativeEvent?.shiftKey === true
}
