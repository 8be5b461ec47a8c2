import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { messageOf } from '../core/message-of.ts'
import { JOURNAL_VERSION, journalTables } from '../core/journal/schema.ts'
import { type Journal, JournalError, type JournalTransaction } from '../core/ports/journal.ts'
import { journalReserve } from './journal-reserve.ts'
import { migrations } from './journal-migrations.ts'
import { createStatements, type Statements } from './journal-statements.ts'

/** SQLite result codes (sqlite.org/rescode.html), without their extension. */
const SQLITE_FULL = 13

/**
 * The journal on SQLite. WAL with `synchronous=FULL` syncs the log at every commit: what `write` returned from survives a power cut.
 * WAL and not a rollback journal, because `status` reads while the agent writes, and one sync a commit is half of what DELETE costs.
 */
export function openSqliteJournal(path: string): Journal {
  const database = new DatabaseSync(path)
  try {
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000; pragma trusted_schema = off',
    )
    migrate(database)
  } catch (error) {
    database.close()
    throw toJournalError(error)
  }
  syncFolder(dirname(path))
  return journalOn(database, path)
}

/** Reads a journal that another process writes, as `status` does. Writing through it fails. */
export function openSqliteJournalReadOnly(path: string): Journal {
  const database = new DatabaseSync(path, { readOnly: true })
  database.exec('pragma busy_timeout = 5000')
  const version = userVersion(database)
  if (version !== JOURNAL_VERSION) {
    database.close()
    throw new JournalError('E_JOURNAL_IO', `the journal has version ${version}, this program reads ${JOURNAL_VERSION}`)
  }
  return journalOn(database, path)
}

function journalOn(database: DatabaseSync, path: string): Journal {
  const statements = createStatements(database, journalTables)
  const reserve = journalReserve(`${path}.reserve`)
  let broken: JournalError | null = null

  function guarded<T>(work: () => T): T {
    if (broken !== null) throw broken
    try {
      return work()
    } catch (error) {
      if (!isSqliteError(error)) throw error
      const failure = toJournalError(error)
      if (failure.code === 'E_JOURNAL_IO') broken = failure
      throw failure
    }
  }

  function transact<T>(work: (transaction: JournalTransaction) => T): T {
    database.exec('begin immediate')
    try {
      const result = work(transactionOn(statements))
      database.exec('commit')
      return result
    } catch (error) {
      // SQLite has already rolled back by itself after some errors (sqlite.org/lang_transaction.html).
      if (database.isTransaction) database.exec('rollback')
      throw error
    }
  }

  return {
    read: work => guarded(() => work(transactionOn(statements))),
    write: work =>
      guarded(() => {
        try {
          return transact(work)
        } catch (error) {
          // The room set aside is for records of what already happened; begin rules ask `trouble` before new work.
          if (!isSqliteError(error) || (error.errcode & 0xff) !== SQLITE_FULL || !reserve.release()) throw error
          return transact(work)
        }
      }),
    trouble: () => broken?.code ?? (reserve.hold() ? null : 'E_JOURNAL_FULL'),
    close: () => {
      if (database.isOpen) database.close()
    },
  }
}

function transactionOn(statements: Statements): JournalTransaction {
  return statements as unknown as JournalTransaction
}

function migrate(database: DatabaseSync): void {
  const version = userVersion(database)
  if (version > JOURNAL_VERSION) {
    throw new JournalError('E_JOURNAL_IO', `the journal was written by a newer agent (version ${version})`)
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    database.exec(`begin immediate; ${sql}; pragma user_version = ${index + 1}; commit`)
  }
}

function userVersion(database: DatabaseSync): number {
  return Number(database.prepare('pragma user_version').get()?.['user_version'] ?? 0)
}

/** A new file is only there after a power cut when its folder was synchronised too; SQLite does that for its log, not for itself. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

interface SqliteError extends Error {
  readonly errcode: number
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
}

function toJournalError(error: unknown): JournalError {
  if (error instanceof JournalError) return error
  const full = isSqliteError(error) && (error.errcode & 0xff) === SQLITE_FULL
  return new JournalError(full ? 'E_JOURNAL_FULL' : 'E_JOURNAL_IO', `journal: ${messageOf(error)}`, { cause: error })
}
