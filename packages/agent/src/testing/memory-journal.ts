import { type JournalState, type JournalTables, journalTables } from '../core/journal/schema.ts'
import { type Journal, type JournalErrorCode, JournalError, type JournalTransaction } from '../core/ports/journal.ts'

/**
 * What survives a crash. One store belongs to one simulated host; every start of its agent opens it again. A transaction that did not
 * return has left nothing in it, as a synchronised log promises.
 */
export interface JournalStore {
  readonly state: Map<string, unknown>
  readonly tables: Map<string, Map<string, object>>
}

export interface JournalFaults {
  /** Called with the number of the write before (`commit: false`) and after its commit; may throw to crash there. */
  readonly onWrite?: (committed: boolean) => void
  /** Answers of the disk. */
  readonly trouble?: () => JournalErrorCode | null
  /** The disk is full, and what was set aside for outcomes still takes them. */
  readonly isTight?: () => boolean
}

export function createJournalStore(): JournalStore {
  return {
    state: new Map(),
    tables: new Map(Object.keys(journalTables).map(name => [name, new Map<string, object>()])),
  }
}

/** The twin of the SQLite journal; one contract suite runs on both. */
export function openMemoryJournal(store: JournalStore, faults: JournalFaults = {}): Journal {
  let inWrite = false
  return {
    read: work => work(transactionOn(store, [])),
    write: work => {
      if (inWrite) throw new Error('transactions do not nest')
      const trouble = faults.trouble?.() ?? null
      if (trouble !== null) throw new JournalError(trouble, 'simulated disk')
      inWrite = true
      const undo: (() => void)[] = []
      try {
        const result = work(transactionOn(store, undo))
        faults.onWrite?.(false)
        undo.length = 0
        faults.onWrite?.(true)
        return result
      } catch (error) {
        for (const step of undo.toReversed()) step()
        throw error
      } finally {
        inWrite = false
      }
    },
    trouble: () => faults.trouble?.() ?? (faults.isTight?.() === true ? 'E_JOURNAL_FULL' : null),
    close: () => {},
  }
}

function transactionOn(store: JournalStore, undo: (() => void)[]): JournalTransaction {
  return {
    get: <K extends keyof JournalState>(name: K) => (store.state.get(name) as JournalState[K] | undefined) ?? null,
    set: (name, value) => {
      change(store.state, name, value === null ? undefined : frozen(value), undo)
    },
    row: (table, key) => (tableOf(store, table).get(keyText(key)) ?? null) as never,
    rows: (table, query = {}) => {
      const where = Object.entries(query.where ?? {})
      const found = [...tableOf(store, table).values()].filter(row =>
        where.every(([name, value]) => (row as Record<string, unknown>)[name] === value),
      )
      return found.sort(byKey(table)).slice(0, query.limit ?? found.length) as never
    },
    put: (table, row) => {
      change(tableOf(store, table), keyText(keyOf(table, row)), frozen(row), undo)
    },
    remove: (table, key) => {
      change(tableOf(store, table), keyText(key), undefined, undo)
    },
  }
}

function change<V>(map: Map<string, V>, key: string, value: V | undefined, undo: (() => void)[]): void {
  const before = map.get(key)
  undo.push(() => void (before === undefined ? map.delete(key) : map.set(key, before)))
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

function tableOf(store: JournalStore, table: string): Map<string, object> {
  const found = store.tables.get(table)
  if (found === undefined) throw new RangeError(`the journal has no table "${table}"`)
  return found
}

function keyOf<T extends keyof JournalTables>(table: T, row: object): readonly unknown[] {
  return journalTables[table].key.map(name => (row as Record<string, unknown>)[name])
}

function keyText(key: readonly unknown[]): string {
  return JSON.stringify(key)
}

/** SQLite's order: integers by value, texts by their bytes. */
function byKey(table: keyof JournalTables): (a: object, b: object) => number {
  return (a, b) => {
    for (const name of journalTables[table].key) {
      const [left, right] = [(a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]]
      if (left === right) continue
      if (typeof left === 'number' && typeof right === 'number') return left - right
      return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)))
    }
    return 0
  }
}

/** Nobody changes what was written; the same value goes to every reader. */
function frozen<T>(value: T): T {
  return Object.freeze(structuredClone(value))
}
