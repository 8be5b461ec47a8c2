import { Button } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ListView } from '../../frame/list-view.ts'
import { t } from '../../i18n/text.ts'
import { ColumnChooser } from '../DataTable/ColumnChooser.tsx'
import type { Column } from '../DataTable/column.ts'
import type { ChosenColumns } from '../DataTable/use-chosen-columns.ts'
import css from './ListToolbar.module.css'
import { SearchField } from './SearchField.tsx'
import { SortSelect } from './SortSelect.tsx'

interface ListToolbarProps<Row> {
  /** "Search assets"; absent where a query box stands above. */
  readonly search?: string
  readonly view: ListView
  change(part: Partial<ListView>): void
  readonly columns: readonly Column<Row>[]
  readonly chosen?: ChosenColumns
  /** Address of everything that matches as CSV. */
  readonly csv?: string
  /** Filters. */
  readonly children?: ReactNode
}

export function ListToolbar<Row>({ search, view, change, columns, chosen, csv, children }: ListToolbarProps<Row>) {
  return (
    <div className={css.toolbar} role={search === undefined ? 'group' : 'search'} aria-label={t('list.toolbar')}>
      {search !== undefined && (
        <SearchField label={search} value={view.search} onChange={text => change({ search: text })} />
      )}
      {children}
      <SortSelect columns={columns} sort={view.sort} onSort={sort => change({ sort })} />
      {(chosen !== undefined || csv !== undefined) && (
        <div className={css.end}>
          {chosen && <ColumnChooser columns={columns} chosen={chosen} />}
          {csv !== undefined && (
            <Button
              component="a"
              href={csv}
              download
              size="compact-sm"
              variant="subtle"
              color="gray"
              leftSection={<IconFileSpreadsheet size={15} aria-hidden />}
            >
              {t('list.csv')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
