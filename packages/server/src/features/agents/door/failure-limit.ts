import type { Clock } from '@patchyard/domain'

/**
 * Failed signatures: 20 a minute for each (peer, keyid), 600 for each peer (protocol §10). Only failures count, never
 * per agent alone, so nobody is locked out by another's noise. Memory is bounded: past the cap, the oldest are dropped.
 */
export interface FailureLimit {
  isBlocked(peer: string, keyid: string): boolean
  note(peer: string, keyid: string): void
}

const WINDOW_MS = 60_000
const PER_PAIR = 20
const PER_PEER = 600
const ENTRIES = 20_000

export function createFailureLimit(clock: Clock): FailureLimit {
  const counts = new Map<string, { sinceMs: number; count: number }>()
  const current = (name: string): { sinceMs: number; count: number } | null => {
    const entry = counts.get(name)
    if (entry === undefined) return null
    if (clock.monotonicMs() - entry.sinceMs < WINDOW_MS) return entry
    counts.delete(name)
    return null
  }
  const bump = (name: string): void => {
    const entry = current(name)
    if (entry !== null) {
      entry.count += 1
      return
    }
    if (counts.size >= ENTRIES) counts.delete(counts.keys().next().value as string)
    counts.set(name, { sinceMs: clock.monotonicMs(), count: 1 })
  }
  return {
    isBlocked: (peer, keyid) =>
      (current(`${peer} ${keyid}`)?.count ?? 0) >= PER_PAIR || (current(peer)?.count ?? 0) >= PER_PEER,
    note(peer, keyid) {
      bump(`${peer} ${keyid}`)
      bump(peer)
    },
  }
}
