import type { FindingState } from '@patchyard/api'
import { check, type Entity, findToken, print } from '@patchyard/query'
import type { FindRoute } from '../../api/find-routes.ts'
import { usePorts } from '../../api/ports.ts'
import { type List, type RowOf, useAction, useList } from '../../api/use-api.ts'
import type { ListShape, ListView } from '../../frame/list-view.ts'
import { useCan } from '../../frame/Session/session-context.ts'
import { type ChangeView, useListView } from '../../frame/use-list-view.ts'
import { type Asked, askedOf } from '../../query/asked.ts'
import { toggleTerm } from '../../query/facet-terms.ts'
import { readStatus } from '../../query/finding-status.ts'
import { countedFacets, type FacetOf } from '../Facets/facet.ts'
import type { Search } from '../Searches/search.ts'
import { platformOf } from '../Tabs/PlatformTabs.tsx'

interface FindOptions<N extends FindRoute> {
  readonly entity: Entity
  readonly route: N
  readonly shape: ListShape
  /** Counted beside the rows; null while they are not shown. */
  readonly facets: readonly FacetOf[] | null
}

/** Queries and status. */
export type Matching = Asked & { readonly status?: FindingState }

export interface Find<Row> {
  readonly view: ListView
  readonly change: ChangeView
  readonly status: FindingState | null
  readonly platform: string | null
  /** The queries as the server is asked; null: one has errors, and nothing is asked. */
  readonly queries: Asked | null
  readonly matching: Matching
  /** The same in the list's order. */
  readonly asked: Readonly<Record<string, string>>
  readonly list: List<Row>
  run(next: Partial<Search>): void
  toggleFacet(token: string, value: string | null): void
}

/** Whether what a list is sorted or counted by is known of a past instant. */
export const hasPast = (entity: Entity, token: string): boolean =>
  findToken(entity, token.replace(/^-/, ''))?.hasNoPast !== true

/** What a list asks of the server, as the address has it, and the ways to ask something else. */
export function useFind<N extends FindRoute>({ entity, route, shape, facets }: FindOptions<N>): Find<RowOf<N>> {
  const { clock } = usePorts()
  const can = useCan()
  const [view, change] = useListView(shape)
  const note = useAction('noteRecentSearch', ['listRecentSearches'])
  const platform = platformOf(view.filters['platform'])
  const past = view.asOf !== null
  const shown = readStatus(view.filters['status'])
  // Which missing patch was the latest is not known of the past, nor is what has no history.
  const status = past && shown === 'latestMissing' ? 'missing' : shown
  const sort = past && view.sort !== null && !hasPast(entity, view.sort) ? shape.defaultSort : view.sort
  const queries = askedOf(entity, { query: view.query, having: view.having, platform, past })
  const matching: Matching = { ...queries, ...(status === null ? {} : { status }) }
  const asked = {
    ...matching,
    ...(view.asOf === null ? {} : { asOf: view.asOf }),
    ...(sort === null ? {} : { sort }),
  }
  const counted = facets === null ? [] : countedFacets(facets)
  const list = useList(
    route,
    { query: { ...asked, ...(counted.length === 0 ? {} : { facets: counted.join(',') }) } } as object,
    { enabled: queries !== null },
  )

  const noteLater = ({ query, having, status: state }: Search): void => {
    const second = (having ?? '').trim() === '' ? {} : { having: having ?? '' }
    const body = { entity, query, ...second, ...(state === null ? {} : { status: state }) }
    // A moment later: the search itself goes first.
    clock.after(300, () => note.mutate({ body }))
  }
  return {
    view,
    change,
    status,
    platform,
    queries,
    matching,
    asked,
    list,
    run(next) {
      const search = { query: view.query, having: view.having, status, ...next }
      change({
        query: search.query,
        having: search.having,
        ...('status' in view.filters ? { filters: { ...view.filters, status: search.status ?? 'all' } } : {}),
      })
      const isAsked = search.query.trim() !== '' || (search.having ?? '').trim() !== ''
      if (isAsked && askedOf(entity, { ...search, past }) !== null && can('search.own')) noteLater(search)
    },
    toggleFacet(token, value) {
      const { tree } = check(view.query, { entity })
      if (tree !== null) change({ query: print(toggleTerm(tree, { token, value })) })
    },
  }
}
