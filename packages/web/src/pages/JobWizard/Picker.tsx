import { Button } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import { useState } from 'react'
import type { FindRoute } from '../../api/find-routes.ts'
import { type RowOf, useList, useReadAll } from '../../api/use-api.ts'
import type { Column } from '../../components/DataTable/column.ts'
import { DataTable } from '../../components/DataTable/DataTable.tsx'
import type { Selected } from '../../components/DataTable/selection.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { ListToolbar } from '../../components/ListToolbar/ListToolbar.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { defaultView, isNarrowed, type ListShape, widened } from '../../frame/list-view.ts'
import { queryForSearch } from '../../frame/query-for-search.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import css from './Picker.module.css'

interface PickerProps<N extends FindRoute> {
  readonly route: N
  readonly noun: TextKey
  /** "assets" */
  readonly many: string
  readonly shape: ListShape
  readonly columns: readonly Column<RowOf<N>>[]
  readonly chosen: Selected<RowOf<N>>
  /** A query that all of them meet. */
  readonly within: string
  readonly most: number
  keyOf(row: RowOf<N>): string
  nameOf(row: RowOf<N>): string
  onDone(chosen: Selected<RowOf<N>>): void
  onClose(): void
}

/** A list in a dialog, to choose from. Its search does not touch the address of the page behind it. */
export function Picker<N extends FindRoute>(props: PickerProps<N>) {
  const { route, noun, many, shape, columns, within, most, keyOf, nameOf } = props
  const [view, setView] = useState(defaultView(shape))
  const [selected, setSelected] = useState(props.chosen)
  const readAll = useReadAll(route)
  const search = queryForSearch(view.search)
  const query = search === '' ? within : `${within} and ${search}`
  const input = { query: { query, ...(view.sort === null ? {} : { sort: view.sort }) } } as object
  const list = useList(route, input)
  const tooMany = selected.size > most
  return (
    <Dialog onClose={props.onClose} title={t('newJob.choose', { many })} size="list">
      <div className={css.picker}>
        <ListToolbar
          search={t('newJob.search', { many })}
          view={view}
          change={part => setView({ ...view, ...part })}
          columns={columns}
        />
        <DataTable
          label={t('newJob.toChooseFrom', { many })}
          noun={noun}
          list={list}
          columns={columns}
          keyOf={keyOf}
          nameOf={nameOf}
          sort={view.sort}
          onSort={sort => setView({ ...view, sort })}
          selection={{ selected, change: setSelected, readAll: count => readAll(input, count), most }}
          onClear={isNarrowed(view, shape) ? () => setView(widened(view, shape)) : undefined}
          empty={<Notice icon={IconSearchOff} title={t('newJob.thereAreNoYet', { many })} />}
        />
        <div className={css.buttons}>
          {tooMany && <span role="alert">{t('newJob.aJobTakesAtMost', { noun: t(noun, { count: most }) })}</span>}
          <Button variant="default" onClick={props.onClose}>
            {t('newJob.goBack')}
          </Button>
          <Button disabled={tooMany} onClick={() => props.onDone(selected)}>
            {t('newJob.take', { noun: t(noun, { count: selected.size }) })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
