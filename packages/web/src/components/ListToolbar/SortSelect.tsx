import { NativeSelect } from '@mantine/core'
import { t } from '../../i18n/text.ts'
import type { Column } from '../DataTable/column.ts'
import css from './ListToolbar.module.css'

interface SortSelectProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly sort: string | null
  onSort(sort: string): void
}

/** Cards have no heads to click on: narrow screens choose the order here. */
export function SortSelect<Row>({ columns, sort, onSort }: SortSelectProps<Row>) {
  const options = columns.flatMap(({ sort: field, header }) => {
    if (field === undefined) return []
    const column = t(header)
    return [
      { value: field, label: t('list.upwards', { column }) },
      { value: `-${field}`, label: t('list.downwards', { column }) },
    ]
  })
  if (options.length === 0) return null
  return (
    <NativeSelect
      size="xs"
      className={css.sort ?? ''}
      aria-label={t('list.order')}
      data={sort === null ? [{ value: '', label: t('list.usualOrder') }, ...options] : options}
      value={sort ?? ''}
      onChange={event => onSort(event.currentTarget.value)}
    />
  )
}
