/** Remembers that an answer said "sign in first", so that the page can ask for it without losing what is on it. */
export interface SessionEnd {
  readonly isEnded: () => boolean
  set(ended: boolean): void
  readonly subscribe: (listener: () => void) => () => void
}

export function createSessionEnd(): SessionEnd {
  let ended = false
  const listeners = new Set<() => void>()
  return {
    isEnded: () => ended,
    set(value) {
      if (ended === value) return
      ended = value
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
