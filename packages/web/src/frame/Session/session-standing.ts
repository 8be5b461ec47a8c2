/**
 * What an answer in the middle said about the session: it has ended, a second factor must be set up first, or the
 * subscription is suspended. The page asks for what is missing without losing what is on it.
 */
export type Standing = 'open' | 'ended' | 'factorNeeded' | 'suspended'

export interface SessionStanding {
  readonly now: () => Standing
  set(standing: Standing): void
  readonly subscribe: (listener: () => void) => () => void
}

const standings: ReadonlyMap<string, Standing> = new Map([
  ['unauthenticated', 'ended'],
  ['second_factor_needed', 'factorNeeded'],
  ['subscription_suspended', 'suspended'],
])

/** null: the code says nothing about the session. */
export const standingOf = (code: string): Standing | null => standings.get(code) ?? null

export function createSessionStanding(): SessionStanding {
  let now: Standing = 'open'
  const listeners = new Set<() => void>()
  return {
    now: () => now,
    set(standing) {
      if (now === standing) return
      now = standing
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
