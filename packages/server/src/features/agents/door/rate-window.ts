import type { Clock } from '@patchyard/domain'

/** Counts of the last minute by name, for limits. Memory is bounded: past the cap, the oldest are dropped. */
export interface RateWindow {
  count(name: string): number
  /** Adds one and returns the new count. */
  add(name: string): number
}

const ENTRIES = 20_000

export function createRateWindow(clock: Clock, windowMs: number): RateWindow {
  const counts = new Map<string, { sinceMs: number; count: number }>()
  const current = (name: string): { sinceMs: number; count: number } | null => {
    const entry = counts.get(name)
    if (entry === undefined) return null
    if (clock.monotonicMs() - entry.sinceMs < windowMs) return entry
    counts.delete(name)
    return null
  }
  return {
    count: name => current(name)?.count ?? 0,
    add(name) {
      const entry = current(name)
      if (entry !== null) {
        entry.count += 1
        return entry.count
      }
      if (counts.size >= ENTRIES) counts.delete(counts.keys().next().value as string)
      counts.set(name, { sinceMs: clock.monotonicMs(), count: 1 })
      return 1
    },
  }
}
