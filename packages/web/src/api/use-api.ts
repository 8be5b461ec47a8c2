import type { CallInput, CallResult, RouteName } from '@patchyard/api'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryKey } from './query-keys.ts'
import { usePorts } from './ports.ts'

/** What a reading route takes, questions with a body among them; `signal` comes from the query. */
export type ReadInput<N extends RouteName> = Pick<CallInput<N>, 'params' | 'query' | 'body'>

interface ReadOptions<N extends RouteName> {
  readonly enabled?: boolean
  /** The answer to the question before stays until the next is there. */
  readonly keepsBefore?: boolean
  /** Milliseconds until an answer is asked for again, where the stream says nothing of it; false: it stays. */
  again?(answer: CallResult<N>): number | false
}

/** One answer, kept and read again when the stream says that it changed. */
export function useApi<N extends RouteName>(
  name: N,
  input: ReadInput<N> = {},
  { enabled = true, keepsBefore = false, again }: ReadOptions<N> = {},
) {
  const { client } = usePorts()
  const key = queryKey(name, input)
  return useQuery<CallResult<N>>({
    queryKey: key,
    queryFn: ({ signal }) => client.call(name, { ...input, signal }),
    enabled,
    ...(keepsBefore ? { placeholderData: keepPreviousData } : {}),
    ...(again === undefined
      ? {}
      : { refetchInterval: ({ state }) => (state.data === undefined ? false : again(state.data)) }),
  })
}

interface Page<Row> {
  readonly items: readonly Row[]
  readonly nextCursor: string | null
  readonly total: number
  readonly totalIsLowerBound?: boolean
  readonly facets?: Facets
}
/** How often each value of a token occurs among all that match. */
export type Facets = Readonly<Record<string, readonly { readonly value: string | null; readonly count: number }[]>>
/** Routes that answer with pages of rows. */
export type ListRoute = {
  [N in RouteName]: CallResult<N> extends Page<unknown> ? N : never
}[RouteName]
export type RowOf<N extends ListRoute> = CallResult<N> extends Page<infer Row> ? Row : never

export interface List<Row> {
  readonly rows: readonly Row[]
  /** All that match, not only the rows read so far. */
  readonly total: number
  /** There are at least `total`: counting stopped at a limit. */
  readonly isLowerBound: boolean
  readonly facets: Facets
  readonly state: 'loading' | 'failed' | 'ready'
  readonly error: unknown
  readonly hasMore: boolean
  readonly isReadingMore: boolean
  /** The rows shown belong to the search or order before; the next are on their way. */
  readonly isStale: boolean
  readMore(): void
  retry(): void
}

export const PAGE_SIZE = 50
/** Who scrolls on wants many: larger pages behind the first keep what is read anew on a change to few requests. */
const GROWTH = 5
const MOST_A_PAGE = 500
const noFacets: Facets = {}

/** Rows of a list, page by page; every page read so far stays. */
export function useList<N extends ListRoute>(
  name: N,
  input: ReadInput<N> = {},
  { enabled = true, limit = PAGE_SIZE } = {},
): List<RowOf<N>> {
  const { client } = usePorts()
  const key = queryKey(name, input)
  const read = async (cursor: string | null, signal: AbortSignal): Promise<Page<RowOf<N>>> => {
    const query = {
      ...input.query,
      limit: cursor === null ? limit : Math.min(MOST_A_PAGE, limit * GROWTH),
      ...(cursor === null ? {} : { cursor }),
    }
    return (await client.call(name, { ...input, query, signal } as CallInput<N>)) as unknown as Page<RowOf<N>>
  }
  const result = useInfiniteQuery({
    queryKey: [...key, limit],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    // A new search keeps the rows of the one before on the screen, but never those of another asset or patch.
    placeholderData: (before, query) => (query?.queryKey[1] === key[1] ? before : undefined),
    enabled,
  })
  const pages = result.data?.pages
  const rows = useMemo(() => pages?.flatMap(page => page.items) ?? [], [pages])
  return {
    rows,
    total: pages?.at(-1)?.total ?? 0,
    isLowerBound: pages?.at(-1)?.totalIsLowerBound === true,
    facets: pages?.[0]?.facets ?? noFacets,
    state: result.data !== undefined ? 'ready' : result.isError ? 'failed' : 'loading',
    error: result.error,
    hasMore: result.hasNextPage,
    isReadingMore: result.isFetchingNextPage,
    isStale: result.isPlaceholderData,
    readMore: () => void result.fetchNextPage(),
    retry: () => void result.refetch(),
  }
}

/** A change; what it touches is read again when it succeeded. */
export function useAction<N extends RouteName>(name: N, touches: readonly RouteName[]) {
  const { client } = usePorts()
  const queries = useQueryClient()
  return useMutation<CallResult<N>, Error, CallInput<N>>({
    mutationFn: input => client.call(name, input),
    onSuccess: () =>
      queries.invalidateQueries({ predicate: query => touches.includes(query.queryKey[0] as RouteName) }),
  })
}

/** Reads all rows of a list, at most `most`; for "select all". */
export function useReadAll<N extends ListRoute>(name: N) {
  const { client } = usePorts()
  return async (input: ReadInput<N>, most: number): Promise<RowOf<N>[]> => {
    const rows: RowOf<N>[] = []
    let cursor: string | null = null
    do {
      const query: object = {
        ...input.query,
        limit: Math.min(500, most - rows.length),
        ...(cursor === null ? {} : { cursor }),
      }
      const page = (await client.call(name, { ...input, query } as CallInput<N>)) as unknown as Page<RowOf<N>>
      rows.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== null && rows.length < most)
    return rows
  }
}
