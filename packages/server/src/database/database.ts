import type { IsolationLevel, Transaction } from 'kysely'
import type { DB } from './schema.gen.ts'

/** A transaction on the whole schema; what stores and read models are given. */
export type Trx = Transaction<DB>

export interface TransactionOptions {
  /** Default: read committed. */
  readonly isolation?: IsolationLevel
  /** A read-only transaction refuses to write, also by mistake. */
  readonly readOnly?: boolean
  /** Longest time for one statement, milliseconds; default 30,000. Beyond it: `busy`. */
  readonly statementTimeoutMs?: number
}

/**
 * The database as features see it. The role behind it cannot bypass row-level security: inside `inSubscription` only
 * rows of that subscription exist, outside of it no tenant row exists at all.
 *
 * Both run `work` again from its beginning, at most five times more, after a serialization failure or a deadlock: `work`
 * must have no effect besides the database. Errors: whatever `work` throws; `DatabaseAway` (503 `busy`) when nothing
 * was written; `UnknownOutcome` when the reply to COMMIT was lost.
 */
export interface Database {
  /** `subscriptionId` is the integer key of the subscription; anything but a positive safe integer is a RangeError. */
  inSubscription<T>(subscriptionId: number, work: (trx: Trx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** For tables of the whole installation, which have no subscription. */
  asOperator<T>(work: (trx: Trx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /**
   * Hears `NOTIFY channel` of every server process. Calls `onGap` after each (re)connection: notices sent while nobody
   * listened are lost, so read the state anew. The returned function ends it.
   */
  listen(channel: string, listener: NoticeListener): Promise<() => Promise<void>>
  health(): Promise<DatabaseHealth>
  close(): Promise<void>
}

export interface NoticeListener {
  onNotice(payload: string): void
  onGap(): void
}

export interface DatabaseHealth {
  readonly up: boolean
  /** For example 180004; 0 while down. */
  readonly serverVersionNum: number
  /** False: search on large tables is slow, for operators could not be marked leakproof or trigrams are not there (docs/database.md). */
  readonly leakproof: boolean
  /** Milliseconds that the database's clock is ahead of this process. */
  readonly clockAheadMs: number
}
