import type { FindingState } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconFilter, IconListTree, IconPlus, IconSearch } from '@tabler/icons-react'
import { check, type Entity, print } from '@patchyard/query'
import { type ReactNode, useRef, useState } from 'react'
import { csvAddress, type FindRoute } from '../../api/find-routes.ts'
import { usePorts } from '../../api/ports.ts'
import { type RowOf, useAction, useList, useReadAll } from '../../api/use-api.ts'
import { isNarrowed, type ListShape, widened } from '../../frame/list-view.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { useListView } from '../../frame/use-list-view.ts'
import { type TextKey, t } from '../../i18n/text.ts'
import { askedOf, secondEntity } from '../../query/asked.ts'
import { toggleTerm } from '../../query/facet-terms.ts'
import { DataTable } from '../DataTable/DataTable.tsx'
import type { Column } from '../DataTable/column.ts'
import type { Selected } from '../DataTable/selection.ts'
import { useChosenColumns } from '../DataTable/use-chosen-columns.ts'
import { ExplainPanel } from '../Explain/ExplainPanel.tsx'
import { countedFacets, type FacetOf } from '../Facets/facet.ts'
import { FacetColumn } from '../Facets/FacetColumn.tsx'
import { ChoiceFilter } from '../ListToolbar/ChoiceFilter.tsx'
import { ListToolbar } from '../ListToolbar/ListToolbar.tsx'
import { QueryBox } from '../QueryBox/QueryBox.tsx'
import type { EditorHandle } from '../QueryBox/QueryEditor.tsx'
import type { Search } from '../Searches/search.ts'
import { SearchesMenu } from '../Searches/SearchesMenu.tsx'
import { PlatformTabs, platformOf } from '../Tabs/PlatformTabs.tsx'
import css from './FindList.module.css'
import { NotRun } from './NotRun.tsx'
import { useFacetsOpen } from './use-facets-open.ts'

export interface FindListProps<N extends FindRoute> {
  readonly entity: Entity
  readonly route: N
  /** Under which columns and facets are remembered. */
  readonly name: string
  readonly title: TextKey
  readonly noun: TextKey
  readonly columns: readonly Column<RowOf<N>>[]
  readonly shape: ListShape
  readonly facets: readonly FacetOf[]
  keyOf(row: RowOf<N>): string
  nameOf(row: RowOf<N>): string
  linkOf?(row: RowOf<N>): string
  /** What can be done with chosen rows; null: rows cannot be chosen. */
  readonly renderBulk?: ((selected: Selected<RowOf<N>>) => ReactNode) | null
  /** How many rows that takes at most. */
  readonly most?: number
  readonly empty: ReactNode
}

const labels: { readonly [E in Entity]: readonly [label: TextKey, hint: TextKey] } = {
  asset: ['query.assetLabel', 'query.assetHint'],
  patch: ['query.patchLabel', 'query.patchHint'],
  job: ['query.jobLabel', 'query.jobHint'],
  task: ['query.taskLabel', 'query.taskHint'],
  vulnerability: ['query.vulnerabilityLabel', 'query.vulnerabilityHint'],
}
const statuses: readonly { readonly value: string; readonly label: TextKey }[] = [
  { value: 'all', label: 'status.all' },
  { value: 'missing', label: 'status.missing' },
  { value: 'installed', label: 'status.installed' },
  { value: 'latestMissing', label: 'status.latestMissing' },
]
export const statusFilter = ['all', 'missing', 'installed', 'latestMissing'] as const

const readStatus = (filter: string | undefined): FindingState | null =>
  filter === 'missing' || filter === 'installed' || filter === 'latestMissing' ? filter : null

/** A list that the query language searches: query boxes, facets, filters and the table, all in the address. */
export function FindList<N extends FindRoute>(props: FindListProps<N>) {
  const { entity, route, name, columns, shape, facets, keyOf } = props
  const { clock } = usePorts()
  const can = useCan()
  const [view, change] = useListView(shape)
  const [selected, setSelected] = useState<Selected<RowOf<N>>>(new Map())
  const [isExplained, setExplained] = useState(false)
  const [hasOpened, setOpened] = useState(false)
  const [isFaceted, setFaceted] = useFacetsOpen(name)
  const box = useRef<EditorHandle>(null)
  const secondBox = useRef<EditorHandle>(null)
  const whole = useRef<HTMLDivElement>(null)
  const note = useAction('noteRecentSearch', ['listRecentSearches'])
  const chosen = useChosenColumns(name, columns, view.columns, change)
  useHotkeys([['/', () => box.current?.focus()]])

  const platform = platformOf(view.filters['platform'])
  const status = readStatus(view.filters['status'])
  const second = secondEntity(entity)
  const queries = askedOf(entity, { query: view.query, having: view.having, platform })
  const asked = {
    ...queries,
    ...(status === null ? {} : { status }),
    ...(view.sort === null ? {} : { sort: view.sort }),
  }
  const counted = isFaceted ? countedFacets(facets) : []
  const list = useList(
    route,
    { query: { ...asked, ...(counted.length === 0 ? {} : { facets: counted.join(',') }) } } as object,
    { enabled: queries !== null },
  )
  const readAll = useReadAll(route)

  const run = (next: Partial<Search>): void => {
    const search = { query: view.query, having: view.having, status, ...next }
    change({
      query: search.query,
      having: search.having,
      ...('status' in view.filters ? { filters: { ...view.filters, status: search.status ?? 'all' } } : {}),
    })
    const isAsked = search.query.trim() !== '' || (search.having ?? '').trim() !== ''
    if (!isAsked || askedOf(entity, search) === null || !can('search.own')) return
    // A moment later: the search itself goes first.
    clock.after(300, () =>
      note.mutate({
        body: {
          entity,
          query: search.query,
          ...((search.having ?? '').trim() === '' ? {} : { having: search.having ?? '' }),
          ...(search.status === null ? {} : { status: search.status }),
        },
      }),
    )
  }
  const toggleFacet = (token: string, value: string | null): void => {
    const { tree } = check(view.query, { entity })
    if (tree !== null) change({ query: print(toggleTerm(tree, { token, value })) })
  }
  const leave = (): void => {
    const find = (selector: string) => whole.current?.querySelector<HTMLElement>(selector)
    const row = find('[data-row-stop="link"][tabindex="0"]') ?? find('[role="region"]')
    row?.focus()
  }
  const [label, hint] = labels[entity]
  return (
    <div ref={whole} className={css.whole}>
      {'platform' in shape.filters && <PlatformTabs value={view.filters['platform'] ?? 'all'} />}
      <div className={css.queries} role="search" aria-label={t(label)}>
        <div className={css.line}>
          <QueryBox
            key={entity}
            entity={entity}
            label={t(label)}
            hint={t(hint)}
            query={view.query}
            handle={box}
            icon={<IconSearch size={15} aria-hidden />}
            onRun={query => run({ query })}
            onLeave={leave}
          />
          <div className={css.buttons}>
            {second !== null && view.having === null && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                leftSection={<IconPlus size={15} aria-hidden />}
                onClick={() => {
                  setOpened(true)
                  change({ having: '' })
                }}
              >
                {t(second === 'patch' ? 'query.addPatchQuery' : 'query.addAssetQuery')}
              </Button>
            )}
            <SearchesMenu
              entity={entity}
              current={{ query: view.query, having: view.having, status }}
              isBroken={queries === null}
              apply={search => run({ query: search.query, having: search.having, status: search.status })}
            />
            <Button
              size="compact-sm"
              variant={isExplained ? 'light' : 'subtle'}
              color={isExplained ? 'petrol' : 'gray'}
              aria-expanded={isExplained}
              leftSection={<IconListTree size={15} aria-hidden />}
              onClick={() => setExplained(!isExplained)}
            >
              {t('explain.button')}
            </Button>
          </div>
        </div>
        {second !== null && view.having !== null && (
          <div className={css.line}>
            <QueryBox
              key={second}
              entity={second}
              label={t(labels[second][0])}
              hint={t(second === 'patch' ? 'query.patchOfAssetHint' : 'query.assetOfPatchHint')}
              query={view.having}
              handle={secondBox}
              startsFocused={hasOpened}
              icon={<IconPlus size={15} aria-hidden />}
              onRun={having => run({ having })}
              onLeave={leave}
              onClose={() => {
                change({ having: null })
                box.current?.focus()
              }}
            />
          </div>
        )}
        {isExplained && queries !== null && (
          <ExplainPanel
            entity={entity}
            query={queries.query ?? ''}
            having={queries.having}
            status={status ?? undefined}
          />
        )}
      </div>
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
          <ChoiceFilter
            label={t('status.label')}
            choices={statuses.map(one => ({ value: one.value, label: t(one.label) }))}
            value={view.filters['status'] ?? 'all'}
            onChange={value => change({ filters: { ...view.filters, status: value } })}
          />
        )}
      </ListToolbar>
      <div className={css.body}>
        {isFaceted && (
          <FacetColumn
            facets={facets}
            counts={list.facets}
            entity={entity}
            route={route}
            query={view.query}
            asked={{ ...queries, ...(status === null ? {} : { status }) }}
            platform={platform}
            toggle={toggleFacet}
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
            nameOf={props.nameOf}
            {...(props.linkOf === undefined ? {} : { linkOf: props.linkOf })}
            sort={view.sort}
            onSort={sort => change({ sort })}
            selection={
              props.renderBulk
                ? {
                    selected,
                    change: setSelected,
                    readAll: most => readAll({ query: asked } as object, most),
                    ...(props.most === undefined ? {} : { most: props.most }),
                  }
                : undefined
            }
            bulk={props.renderBulk?.(selected)}
            refused={queries === null ? <NotRun onMend={() => box.current?.focus()} /> : null}
            onClear={isNarrowed(view, shape) ? () => change(widened(view, shape)) : undefined}
            empty={props.empty}
          />
        </div>
      </div>
    </div>
  )
}
