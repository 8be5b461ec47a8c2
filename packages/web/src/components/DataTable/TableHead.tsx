import { Checkbox, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { Column } from './column.ts'
import css from './DataTable.module.css'

interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly sort: string | null
  readonly onSort?: ((field: string, first: 'up' | 'down') => void) | undefined
  readonly box?:
    | { readonly all: boolean; readonly some: boolean; readonly able: boolean; toggle(chosen: boolean): void }
    | undefined
}

export function TableHead<Row>({ columns, sort, onSort, box }: TableHeadProps<Row>) {
  return (
    <thead role="rowgroup" className={css.head}>
      <tr role="row">
        {box && (
          <th role="columnheader" scope="col" className={css.boxCell}>
            <Checkbox
              aria-label="Select all rows shown"
              checked={box.all}
              disabled={!box.able}
              indeterminate={!box.all && box.some}
              onChange={event => box.toggle(event.currentTarget.checked)}
            />
            <span className={css.boxText} aria-hidden>
              Select all rows shown
            </span>
          </th>
        )}
        {columns.map(column => (
          <Head key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  )
}

interface HeadProps<Row> {
  readonly column: Column<Row>
  readonly sort: string | null
  readonly onSort: TableHeadProps<Row>['onSort']
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const { sort: field, header } = column
  const direction = field === undefined ? null : sort === field ? 'up' : sort === `-${field}` ? 'down' : null
  const Arrow = direction === 'up' ? IconArrowUp : direction === 'down' ? IconArrowDown : IconArrowsSort
  return (
    <th
      role="columnheader"
      scope="col"
      data-rank={column.rank ?? 1}
      data-align={column.align}
      style={column.width === undefined ? undefined : { width: column.width }}
      aria-sort={direction === null ? undefined : direction === 'up' ? 'ascending' : 'descending'}
    >
      {field === undefined || onSort === undefined ? (
        column.quietHead ? (
          <VisuallyHidden>{header}</VisuallyHidden>
        ) : (
          header
        )
      ) : (
        <button
          type="button"
          className={css.sort}
          data-active={direction !== null || undefined}
          onClick={() => onSort(field, column.sortFirst ?? 'up')}
        >
          {header}
          <Arrow size={13} stroke={2} aria-hidden className={css.arrow} />
        </button>
      )}
    </th>
  )
}
