import type { FacetValue, FindingState, FindThenQuery } from '@patchyard/api'

/** What a list found: rows of one or many pages, and how many there are in all. */
export interface Found<Row> {
  readonly items: readonly Row[]
  readonly total: number
  readonly totalIsLowerBound?: boolean
  readonly facets?: Readonly<Record<string, readonly FacetValue[]>>
}

export interface FindOptions {
  readonly having?: string
  readonly status?: FindingState
  readonly sort?: string
  readonly limit: string
  readonly all?: boolean
  readonly fields?: string
  readonly facets?: string
  /** As the API takes it. */
  readonly asOf?: string
}

const PAGE = 500

/** What the options say of which rows, without those of paging. */
export const selectionOf = (query: string | undefined, options: FindOptions): FindThenQuery => ({
  ...(query === undefined ? {} : { query }),
  ...(options.having === undefined ? {} : { having: options.having }),
  ...(options.status === undefined ? {} : { status: options.status }),
  ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  ...(options.sort === undefined ? {} : { sort: options.sort }),
  ...(options.fields === undefined ? {} : { fields: options.fields }),
})

/** Pages through a list until `--limit` rows are there, or all with `--all`. Facets are counted once. */
export async function findAll<Row>(
  query: string | undefined,
  options: FindOptions,
  page: (query: FindThenQuery) => Promise<Found<Row> & { readonly nextCursor: string | null }>,
): Promise<Found<Row>> {
  const wanted = options.all === true ? Number.POSITIVE_INFINITY : Number(options.limit)
  const selection = selectionOf(query, options)
  const size = (have: number): number => Math.max(1, Math.min(PAGE, wanted - have))
  const first = await page({
    ...selection,
    limit: size(0),
    ...(options.facets === undefined ? {} : { facets: options.facets }),
  })
  const items = [...first.items]
  let { total, nextCursor } = first
  while (nextCursor !== null && items.length < wanted) {
    const next = await page({ ...selection, limit: size(items.length), cursor: nextCursor })
    items.push(...next.items)
    ;({ total, nextCursor } = next)
  }
  return {
    items,
    total,
    ...(first.totalIsLowerBound === true ? { totalIsLowerBound: true } : {}),
    ...(first.facets === undefined ? {} : { facets: first.facets }),
  }
}
