import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ListView } from '../../frame/list-view.ts'
import type { Column } from '../DataTable/column.ts'
import css from './ListToolbar.module.css'
import { SearchField } from './SearchField.tsx'

interface ListToolbarProps<Row> {
  /** "Search assets". */
  readonly search: string
  readonly view: ListView
  change(part: Partial<ListView>): void
  readonly columns: readonly Column<Row>[]
  /** Filters. */
  readonly children?: ReactNode
}

export function ListToolbar<Row>({ search, view, change, columns, children }: ListToolbarProps<Row>) {
  return (
    <div className={css.toolbar} role="search">
      <SearchField label={search} value={view.search} onChange={text => change({ search: text })} />
      {children}
      <SortSelect columns={columns} sort={view.sort} onSort={sort => change({ sort })} />
    </div>
  )
}

interface SortSelectProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly sort: string | null
  onSort(sort: string): void
}

/** Cards have no heads to click on: narrow screens choose the order here. */
function SortSelect<Row>({ columns, sort, onSort }: SortSelectProps<Row>) {
  const options = columns.flatMap(column =>
    column.sort === undefined
      ? []
      : [
          { value: column.sort, label: `${column.header}, upwards` },
          { value: `-${column.sort}`, label: `${column.header}, downwards` },
        ],
  )
  if (options.length === 0) return null
  return (
    <NativeSelect
      size="xs"
      className={css.sort ?? ''}
      aria-label="Order"
      data={sort === null ? [{ value: '', label: 'Usual order' }, ...options] : options}
      value={sort ?? ''}
      onChange={event => onSort(event.currentTarget.value)}
    />
  )
}
