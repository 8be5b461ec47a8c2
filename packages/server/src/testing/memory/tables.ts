/** Undoes what a transaction wrote, newest first. */
export interface UndoLog {
  note(undo: () => void): void
}

/** One table: rows by their primary key. Rows are values: a change replaces the row. */
export interface MemoryTable<Key extends string | number, Row> {
  get(key: Key): Row | undefined
  has(key: Key): boolean
  set(key: Key, row: Row): void
  delete(key: Key): void
  /** In no promised order: readers sort. */
  rows(): Row[]
  readonly size: number
}

export function createMemoryTable<Key extends string | number, Row>(undo: UndoLog): MemoryTable<Key, Row> {
  const rows = new Map<Key, Row>()
  const restoreLater = (key: Key): void => {
    const had = rows.has(key)
    const before = rows.get(key) as Row
    undo.note(() => (had ? rows.set(key, before) : rows.delete(key)))
  }
  return {
    get: key => rows.get(key),
    has: key => rows.has(key),
    set(key, row) {
      restoreLater(key)
      rows.set(key, row)
    },
    delete(key) {
      if (!rows.has(key)) return
      restoreLater(key)
      rows.delete(key)
    },
    rows: () => [...rows.values()],
    get size() {
      return rows.size
    },
  }
}
