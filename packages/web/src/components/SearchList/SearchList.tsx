import { type ReactNode, useState } from 'react'
import { type ListCsvRoute, listCsv } from '../../api/list-csv.ts'
import { type ListRoute, type ReadInput, type RowOf, useList, useReadAll } from '../../api/use-api.ts'
import { isNarrowed, knownThen, type ListShape, listQuery, widened } from '../../frame/list-view.ts'
import { withInstant } from '../../frame/with-instant.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { AsOfBanner } from '../AsOf/AsOfBanner.tsx'
import { AsOfControl } from '../AsOf/AsOfControl.tsx'
import type { Column } from '../DataTable/column.ts'
import { DataTable } from '../DataTable/DataTable.tsx'
import type { Selected } from '../DataTable/selection.ts'
import { useChosenColumns } from '../DataTable/use-chosen-columns.ts'
import { ChoiceFilter } from '../ListToolbar/ChoiceFilter.tsx'
import { ListToolbar } from '../ListToolbar/ListToolbar.tsx'

/** A filter of the route, by the name of its parameter; its first value asks for everything and is not sent. */
export interface FilterOf {
  readonly name: string
  readonly label: TextKey
  readonly choices: readonly { readonly value: string; readonly label: TextKey }[]
  /** What the route is asked for a value; the value itself where this is absent, nothing where it is undefined. */
  asks?(value: string): string | undefined
}

/** The values of filters, for the shape of a list. */
export const filterValues = (filters: readonly FilterOf[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(filters.map(filter => [filter.name, filter.choices.map(choice => choice.value)]))

interface SearchListProps<N extends ListRoute> {
  readonly route: N
  /** What the route is asked besides: whose rows these are, what is always so of them. */
  readonly of?: Pick<ReadInput<N>, 'params' | 'query'>
  /** Under which chosen columns are remembered. */
  readonly name: string
  readonly title: TextKey
  readonly noun: TextKey
  /** What the search field says. */
  readonly search: TextKey
  /** The first one names the row and carries its link. */
  readonly columns: readonly Column<RowOf<N>>[]
  readonly shape: ListShape
  readonly filters?: readonly FilterOf[]
  keyOf(row: RowOf<N>): string
  nameOf(row: RowOf<N>): string
  linkOf?(row: RowOf<N>): string
  /** The route that answers with all that matches as CSV; absent where there is none, or for who may not. */
  readonly csv?: ListCsvRoute | undefined
  /** What can be done with chosen rows; null: rows cannot be chosen. */
  readonly renderBulk?: ((selected: Selected<RowOf<N>>, clear: () => void) => ReactNode) | null
  /** How many rows that takes at most. */
  readonly most?: number
  readonly empty: ReactNode
}

/** A list with a plain search: field, filters, columns and the table, all in the address. */
export function SearchList<N extends ListRoute>(props: SearchListProps<N>) {
  const { route, name, shape, linkOf, filters = [] } = props
  const [shown, change] = useListView(shape)
  const { asOf } = shown
  const columns = asOf === null ? props.columns : props.columns.filter(column => column.noPast !== true)
  const view = asOf === null ? shown : knownThen(shown, shape, columns)
  const chosen = useChosenColumns(name, columns, view.columns, change)
  const chosenOf = filters.flatMap(filter => {
    const value = view.filters[filter.name]
    return value === undefined || value === filter.choices[0]?.value ? [] : [{ filter, value }]
  })
  const asked = chosenOf.flatMap(({ filter, value }) => {
    const asks = filter.asks === undefined ? value : filter.asks(value)
    return asks === undefined ? [] : [[filter.name, asks] as const]
  })
  const input = {
    ...props.of,
    query: { ...props.of?.query, ...listQuery(view), ...Object.fromEntries(asked) },
  } as object
  const list = useList(route, input)
  const readAll = useReadAll(route)
  // What can be done is done to the present.
  const renderBulk = asOf === null ? props.renderBulk : null
  const [selected, setSelected] = useState<Selected<RowOf<N>>>(new Map())
  // What else stands in the address (an open dialog) takes no rows away.
  const own = {
    ...view,
    filters: {
      ...widened(view, shape).filters,
      ...Object.fromEntries(chosenOf.map(({ filter, value }) => [filter.name, value])),
    },
  }
  return (
    <>
      <ListToolbar
        search={t(props.search)}
        view={view}
        change={change}
        columns={columns}
        chosen={chosen}
        {...(props.csv === undefined
          ? {}
          : {
              csv: listCsv(
                props.csv,
                { ...listQuery(view), ...Object.fromEntries(asked) },
                (props.of as { params?: Readonly<Record<string, string>> } | undefined)?.params,
              ),
            })}
      >
        {filters.map(filter => (
          <ChoiceFilter
            key={filter.name}
            label={t(filter.label)}
            choices={filter.choices.map(choice => ({ value: choice.value, label: t(choice.label) }))}
            value={view.filters[filter.name] ?? ''}
            onChange={value => change({ filters: { ...view.filters, [filter.name]: value } })}
          />
        ))}
        {shape.hasPast === true && <AsOfControl asOf={asOf} onChange={next => change({ asOf: next })} />}
      </ListToolbar>
      {asOf !== null && <AsOfBanner asOf={asOf} onNow={() => change({ asOf: null })} />}
      <DataTable
        label={t(props.title)}
        noun={props.noun}
        list={list}
        columns={columns}
        chosen={chosen}
        keyOf={props.keyOf}
        nameOf={props.nameOf}
        {...(linkOf === undefined ? {} : { linkOf: (row: RowOf<N>) => withInstant(linkOf(row), asOf) })}
        sort={view.sort}
        onSort={sort => change({ sort })}
        selection={
          renderBulk
            ? {
                selected,
                change: setSelected,
                readAll: most => readAll(input, most),
                ...(props.most === undefined ? {} : { most: props.most }),
              }
            : undefined
        }
        bulk={renderBulk?.(selected, () => setSelected(new Map()))}
        onClear={isNarrowed(own, shape) ? () => change(widened(view, shape)) : undefined}
        empty={props.empty}
      />
    </>
  )
}
