import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import type { Entity } from '@patchyard/query'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { csvAddress, type FindRoute } from '../../api/find-routes.ts'
import { type RowOf, useReadAll } from '../../api/use-api.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { isNarrowed, type ListShape, widened } from '../../frame/list-view.ts'
import { withInstant } from '../../frame/with-instant.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { AsOfBanner } from '../AsOf/AsOfBanner.tsx'
import { AsOfControl } from '../AsOf/AsOfControl.tsx'
import type { Column } from '../DataTable/column.ts'
import { DataTable } from '../DataTable/DataTable.tsx'
import type { Selected } from '../DataTable/selection.ts'
import { useChosenColumns } from '../DataTable/use-chosen-columns.ts'
import type { FacetOf } from '../Facets/facet.ts'
import { FacetColumn } from '../Facets/FacetColumn.tsx'
import { ListToolbar } from '../ListToolbar/ListToolbar.tsx'
import type { EditorHandle } from '../QueryBox/QueryEditor.tsx'
import { PlatformTabs } from '../Tabs/PlatformTabs.tsx'
import type { Subject } from '../Why/subject.ts'
import css from './FindList.module.css'
import { NotRun } from './NotRun.tsx'
import { QueryArea } from './QueryArea.tsx'
import { StatusFilter } from './StatusFilter.tsx'
import { useFacetsOpen } from './use-facets-open.ts'
import { hasPast, type Matching, useFind } from './use-find.ts'

const WhyDialog = lazy(() => import('../Why/WhyDialog.tsx'))

/** The list behind chosen rows, for what can be done with all that it finds. */
export interface FoundRows {
  /** What the server is asked, and how many rows that finds; null: nothing is asked, or there are too many to count. */
  readonly found: { readonly matching: Matching; readonly total: number } | null
  /** Takes the choice back. */
  clear(): void
}

export interface FindListProps<N extends FindRoute> {
  readonly entity: Entity
  readonly route: N
  /** Of the audit: what belongs to no subscription. */
  readonly ofInstallation?: true
  /** Under which columns and facets are remembered. */
  readonly name: string
  readonly title: TextKey
  readonly noun: TextKey
  readonly columns: readonly Column<RowOf<N>>[]
  readonly shape: ListShape
  readonly facets: readonly FacetOf[]
  /** Public id, by which the server is asked why. */
  keyOf(row: RowOf<N>): string
  nameOf(row: RowOf<N>): string
  linkOf?(row: RowOf<N>): string
  /** What can be done with chosen rows; null: rows cannot be chosen. */
  readonly renderBulk?: ((selected: Selected<RowOf<N>>, list: FoundRows) => ReactNode) | null
  /** How many rows that takes at most. */
  readonly most?: number
  readonly empty: ReactNode
}

/** A list that the query language searches: query boxes, facets, filters and the table, all in the address. */
export function FindList<N extends FindRoute>(props: FindListProps<N>) {
  const { entity, route, name, shape, keyOf, nameOf, linkOf, ofInstallation } = props
  const [isFaceted, setFaceted] = useFacetsOpen(name)
  const [{ asOf }] = useListView(shape)
  const past = asOf !== null
  const facets = past ? props.facets.filter(facet => hasPast(entity, facet.token)) : props.facets
  const columns = past ? props.columns.filter(column => column.noPast !== true) : props.columns
  const find = useFind({ entity, route, shape, facets: isFaceted ? facets : null })
  const { view, change, queries, matching, asked, list } = find
  // What can be done is done to the present.
  const renderBulk = past ? null : props.renderBulk
  const [selected, setSelected] = useState<Selected<RowOf<N>>>(new Map())
  // Whom the dialog is about; null: somebody to be chosen there; undefined: it is closed.
  const [subject, setSubject] = useState<Subject | null>()
  const box = useRef<EditorHandle>(null)
  const whole = useRef<HTMLDivElement>(null)
  const chosen = useChosenColumns(name, columns, view.columns, change)
  const readAll = useReadAll(route)
  useHotkeys([['/', () => box.current?.focus()]])

  const leave = (): void => {
    const one = (selector: string) => whole.current?.querySelector<HTMLElement>(selector)
    const row = one('[data-row-stop="link"][tabindex="0"]') ?? one('[role="region"]')
    row?.focus()
  }
  return (
    <div ref={whole} className={css.whole}>
      {'platform' in shape.filters && <PlatformTabs value={view.filters['platform'] ?? 'all'} />}
      <QueryArea
        entity={entity}
        ofInstallation={ofInstallation}
        find={find}
        box={box}
        leave={leave}
        askWhy={() => setSubject(null)}
      />
      <ListToolbar
        view={view}
        change={change}
        columns={columns}
        chosen={chosen}
        {...(queries === null ? {} : { csv: csvAddress(route, asked) })}
      >
        <Button
          size="compact-sm"
          variant={isFaceted ? 'light' : 'default'}
          aria-expanded={isFaceted}
          leftSection={<IconFilter size={15} aria-hidden />}
          onClick={() => setFaceted(!isFaceted)}
        >
          {t('facet.button')}
        </Button>
        {'status' in shape.filters && (
          <StatusFilter
            value={view.filters['status'] ?? 'all'}
            past={past}
            onChange={status => change({ filters: { ...view.filters, status } })}
          />
        )}
        {shape.hasPast === true && <AsOfControl asOf={asOf} onChange={next => change({ asOf: next })} />}
      </ListToolbar>
      {asOf !== null && <AsOfBanner asOf={asOf} onNow={() => change({ asOf: null })} />}
      <div className={css.body}>
        {isFaceted && (
          <FacetColumn
            facets={facets}
            counts={list.facets}
            entity={entity}
            route={route}
            query={view.query}
            asked={asOf === null ? matching : { ...matching, asOf }}
            platform={find.platform}
            toggle={find.toggleFacet}
          />
        )}
        <div className={css.table}>
          <DataTable
            label={t(props.title)}
            noun={props.noun}
            list={list}
            columns={columns}
            chosen={chosen}
            keyOf={keyOf}
            nameOf={nameOf}
            {...(linkOf === undefined ? {} : { linkOf: (row: RowOf<N>) => withInstant(linkOf(row), asOf) })}
            sort={view.sort}
            onSort={sort => change({ sort })}
            selection={
              renderBulk
                ? {
                    selected,
                    change: setSelected,
                    readAll: most => readAll({ query: asked } as object, most),
                    ...(props.most === undefined ? {} : { most: props.most }),
                  }
                : undefined
            }
            bulk={renderBulk?.(selected, {
              found: queries === null || list.isLowerBound ? null : { matching, total: list.total },
              clear: () => setSelected(new Map()),
            })}
            // A list of everything needs no reason.
            ask={
              past || Object.keys(matching).length === 0
                ? undefined
                : row => setSubject({ id: keyOf(row), name: nameOf(row) })
            }
            refused={queries === null ? <NotRun onMend={() => box.current?.focus()} /> : null}
            onClear={isNarrowed(view, shape) ? () => change(widened(view, shape)) : undefined}
            empty={props.empty}
          />
        </div>
      </div>
      {subject !== undefined && queries !== null && (
        <Suspense>
          <WhyDialog
            entity={entity}
            asked={{ text: queries.query ?? '', having: queries.having ?? null, status: find.status, ofInstallation }}
            subject={subject}
            onClose={() => setSubject(undefined)}
          />
        </Suspense>
      )}
    </div>
  )
}
