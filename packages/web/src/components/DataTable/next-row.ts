/** How far PageUp and PageDown go. */
const LEAP = 10

const steps: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['PageDown', LEAP],
  ['PageUp', -LEAP],
  ['Home', Number.NEGATIVE_INFINITY],
  ['End', Number.POSITIVE_INFINITY],
])

/** The row that a key leads to from row `at` of `count`; null: the key leads nowhere. */
export function nextRow(key: string, at: number, count: number): number | null {
  const step = steps.get(key)
  if (step === undefined || count === 0) return null
  return Math.max(0, Math.min(count - 1, at + step))
}
