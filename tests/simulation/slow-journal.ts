import type { Journal, JournalView } from '@patchyard/agent/testing'

/** A journal that remembers the server's time as earlier than it was. A planted mistake; 0 changes nothing. */
export function slowJournal(slowByMs: number, journal: Journal): Journal {
  if (slowByMs === 0) return journal
  const slow = <V extends JournalView>(view: V): V => ({
    ...view,
    get: ((name: Parameters<V['get']>[0]) => {
      const value = view.get(name)
      if (name !== 'anchor' || value === null) return value
      const anchor = value as { readonly timeMs: number }
      return { ...anchor, timeMs: anchor.timeMs - slowByMs }
    }) as V['get'],
  })
  return {
    ...journal,
    read: work => journal.read(view => work(slow(view))),
    write: work => journal.write(tx => work(slow(tx))),
  }
}
