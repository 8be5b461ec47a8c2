import type { ListQuery } from '@patchyard/api'

export interface PageOf<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
  readonly total: number
}

export interface ListOptions {
  readonly search?: string
  readonly sort?: string
  readonly limit?: string
}

/** Pages through a list until `--limit` (default 100) rows are there. */
export async function listAll<T>(
  options: ListOptions,
  page: (query: ListQuery) => Promise<PageOf<T>>,
): Promise<{ items: T[]; total: number }> {
  const wanted = Number(options.limit ?? '100')
  const items: T[] = []
  let cursor: string | null = null
  let total = 0
  do {
    const answer: PageOf<T> = await page({
      limit: Math.max(1, Math.min(500, wanted - items.length)),
      ...(options.search === undefined ? {} : { search: options.search }),
      ...(options.sort === undefined ? {} : { sort: options.sort }),
      ...(cursor === null ? {} : { cursor }),
    })
    items.push(...answer.items)
    total = answer.total
    cursor = answer.nextCursor
  } while (cursor !== null && items.length < wanted)
  return { items, total }
}

/** How much of the list is shown, said where people would otherwise take a page for everything. */
export const shownOf = (shown: number, total: number): string =>
  shown < total ? `\n${shown} of ${total}; --limit shows more` : ''
