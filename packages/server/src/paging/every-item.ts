const PAGE = 500

/** All pages of a list behind one another, for lists that have some thousand items at most. */
export async function everyItem<T>(
  page: (part: { readonly limit: number; readonly cursor?: string }) => Promise<{
    readonly items: readonly T[]
    readonly nextCursor: string | null
  }>,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = null
  do {
    const { items, nextCursor } = await page({ limit: PAGE, ...(cursor === null ? {} : { cursor }) })
    all.push(...items)
    cursor = nextCursor
  } while (cursor !== null)
  return all
}
