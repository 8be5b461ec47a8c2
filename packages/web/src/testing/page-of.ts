interface AskedList {
  readonly search?: string
  readonly sort?: string
  readonly limit?: number
  readonly cursor?: string
}

const order = (a: unknown, b: unknown): number => {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1
}

/** Search, order and paging as every list route has them. `textOf`: what the search looks into. */
export function pageOf<Row>(rows: readonly Row[], asked: AskedList, textOf: (row: Row) => string) {
  const wanted = asked.search?.toLowerCase() ?? ''
  const found = rows.filter(row => textOf(row).toLowerCase().includes(wanted))
  const field = asked.sort?.replace(/^-/, '')
  const turned = asked.sort?.startsWith('-') ? -1 : 1
  const sorted =
    field === undefined
      ? found
      : [...found].sort(
          (a, b) => turned * order((a as Record<string, unknown>)[field], (b as Record<string, unknown>)[field]),
        )
  const from = Number(asked.cursor ?? 0)
  const to = from + (asked.limit ?? 50)
  return { items: sorted.slice(from, to), nextCursor: to < sorted.length ? String(to) : null, total: sorted.length }
}
