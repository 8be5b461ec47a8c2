import { Checkbox, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { t } from '../../i18n/text.ts'
import type { Column } from './column.ts'
import css from './DataTable.module.css'
import type { RowTable } from './row-table.ts'

interface TableHeadProps<Row> {
  readonly table: RowTable<Row>
  readonly columns: ReadonlyMap<string, Column<Row>>
  readonly hasBox: boolean
  readonly canSort: boolean
}

export function TableHead<Row>({ table, columns, hasBox, canSort }: TableHeadProps<Row>) {
  const isAble = hasBox && table.getRowModel().rows.some(row => row.getCanSelect())
  return (
    <thead role="rowgroup" className={css.head}>
      <tr role="row" aria-rowindex={1}>
        {hasBox && (
          <th role="columnheader" scope="col" className={css.boxCell}>
            <Checkbox
              aria-label={t('table.selectShown')}
              checked={isAble && table.getIsAllRowsSelected()}
              disabled={!isAble}
              indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
              onChange={table.getToggleAllRowsSelectedHandler()}
            />
            <span className={css.boxText} aria-hidden>
              {t('table.selectShown')}
            </span>
          </th>
        )}
        {table.getFlatHeaders().map(header => {
          const column = columns.get(header.column.id)
          if (column === undefined) return null
          return (
            <Head
              key={header.id}
              column={column}
              direction={header.column.getIsSorted()}
              toggle={canSort && header.column.getCanSort() ? () => header.column.toggleSorting() : undefined}
            />
          )
        })}
      </tr>
    </thead>
  )
}

interface HeadProps<Row> {
  readonly column: Column<Row>
  readonly direction: false | 'asc' | 'desc'
  readonly toggle: (() => void) | undefined
}

function Head<Row>({ column, direction, toggle }: HeadProps<Row>) {
  const header = t(column.header)
  const Arrow = direction === 'asc' ? IconArrowUp : direction === 'desc' ? IconArrowDown : IconArrowsSort
  const words: ReactNode = column.quietHead ? <VisuallyHidden>{header}</VisuallyHidden> : header
  return (
    <th
      role="columnheader"
      scope="col"
      data-align={column.align}
      style={column.width === undefined ? undefined : { width: column.width }}
      aria-sort={direction === false ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
    >
      {toggle === undefined ? (
        words
      ) : (
        <button type="button" className={css.sort} data-active={direction !== false || undefined} onClick={toggle}>
          {words}
          <Arrow size={13} stroke={2} aria-hidden className={css.arrow} />
        </button>
      )}
    </th>
  )
}
