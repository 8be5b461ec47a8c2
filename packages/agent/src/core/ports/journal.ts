import type { JournalState, JournalTables } from '../journal/schema.ts'

/**
 * The agent's memory. One transaction is all or nothing, and on disk when `write` returns: intent is written before the effect, and
 * what was written survives a crash at any later moment. Synchronous on purpose: between a decision and its record nothing else runs.
 */
export interface Journal {
  read<T>(work: (view: JournalView) => T): T
  /**
   * Rolls back when `work` throws. Transactions do not nest.
   * @throws JournalError `E_JOURNAL_FULL`: nothing was written, later writes may succeed. `E_JOURNAL_IO`: nobody knows what is on disk;
   * every later call throws the same, and only a new process may look again.
   */
  write<T>(work: (transaction: JournalTransaction) => T): T
  /**
   * Whether new work may begin: room for the records of what it will do is set aside. Takes the room again if it was used up.
   * Null when all is well.
   */
  trouble(): JournalErrorCode | null
  close(): void
}

export interface JournalView {
  get<K extends keyof JournalState>(name: K): JournalState[K] | null
  row<T extends keyof JournalTables>(table: T, key: RowKey<T>): JournalTables[T]['row'] | null
  /** In the order of their keys. */
  rows<T extends keyof JournalTables>(table: T, query?: RowQuery<T>): JournalTables[T]['row'][]
}

export interface JournalTransaction extends JournalView {
  /** Null removes. */
  set<K extends keyof JournalState>(name: K, value: JournalState[K] | null): void
  /** Inserts, or replaces the row with the same key. */
  put<T extends keyof JournalTables>(table: T, row: JournalTables[T]['row']): void
  remove<T extends keyof JournalTables>(table: T, key: RowKey<T>): void
}

export type RowKey<T extends keyof JournalTables> = JournalTables[T]['key']

export interface RowQuery<T extends keyof JournalTables> {
  /** Columns that must be equal. */
  readonly where?: Partial<JournalTables[T]['row']>
  readonly limit?: number
}

export type JournalErrorCode = 'E_JOURNAL_FULL' | 'E_JOURNAL_IO'

export class JournalError extends Error {
  readonly code: JournalErrorCode

  constructor(code: JournalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'JournalError'
    this.code = code
  }
}
