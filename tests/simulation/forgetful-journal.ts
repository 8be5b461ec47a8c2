import type { JournalStore } from '@patchyard/agent/testing'

/** A disk that says "written" and is not: a crash takes the last transactions with it. A planted mistake. */
export function forgetfulJournal(store: JournalStore): { committed(): void; crash(lose: number): void } {
  const KEPT = 3
  let history: JournalStore[] = [snapshot(store)]
  return {
    committed() {
      history = [...history, snapshot(store)].slice(-KEPT)
    },
    crash(lose) {
      const back = history[Math.max(0, history.length - 1 - lose)]
      if (back === undefined) return
      restore(store.state, back.state)
      for (const [name, rows] of back.tables) restore(store.tables.get(name) as Map<string, object>, rows)
      history = [snapshot(store)]
    },
  }
}

function snapshot(store: JournalStore): JournalStore {
  return {
    state: new Map(store.state),
    tables: new Map([...store.tables].map(([name, rows]) => [name, new Map(rows)])),
  }
}

function restore<V>(map: Map<string, V>, from: ReadonlyMap<string, V>): void {
  map.clear()
  for (const [key, value] of from) map.set(key, value)
}
