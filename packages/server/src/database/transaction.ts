import type { Clock, Random } from '@patchyard/domain'
import { sql, type Kysely } from 'kysely'
import { Problem } from '../errors/problem.ts'
import type { TransactionOptions, Trx } from './database.ts'
import { withEndings } from './end-of-transaction.ts'
import { DatabaseAway, DatabaseDiskFull, UnknownOutcome } from './errors.ts'
import type { DB } from './schema.gen.ts'
import { isAway, isConnectionLoss, isDiskFull, isRetryable, sqlStateOf } from './sql-state.ts'
import { withSubscription } from './wall.ts'

const retries = 5

export interface TransactionRunner {
  run<T>(subscriptionId: number | null, work: (trx: Trx) => Promise<T>, options?: TransactionOptions): Promise<T>
}

/** Runs transactions with the retry and error rules that `Database` promises. */
export function createTransactionRunner(ports: {
  kysely: Kysely<DB>
  clock: Clock
  random: Random
}): TransactionRunner {
  const { kysely, clock, random } = ports
  return {
    async run(subscriptionId, work, options = {}) {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await attemptOnce(kysely, subscriptionId, work, options)
        } catch (error) {
          if (!isRetryable(error)) throw error
          if (attempt >= retries) throw new DatabaseAway(error)
          // Two transactions that deadlocked once meet again when they wait for the same time.
          await clock.sleep(Math.ceil(random.fraction() * 10 * 2 ** attempt))
        }
      }
    },
  }
}

async function attemptOnce<T>(
  kysely: Kysely<DB>,
  subscriptionId: number | null,
  work: (trx: Trx) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  let committing = false
  let builder = kysely.transaction()
  if (options.isolation !== undefined) builder = builder.setIsolationLevel(options.isolation)
  if (options.readOnly === true) builder = builder.setAccessMode('read only')
  try {
    return await builder.execute(async trx => {
      if (subscriptionId !== null) await withSubscription(trx, subscriptionId)
      if (options.statementTimeoutMs !== undefined) await limitStatements(trx, options.statementTimeoutMs)
      const result = await withEndings(trx, () => work(trx))
      committing = true
      return result
    })
  } catch (error) {
    throw translate(error, committing)
  }
}

async function limitStatements(trx: Trx, ms: number): Promise<void> {
  if (!Number.isSafeInteger(ms) || ms < 1)
    throw new RangeError(`statement timeout ${String(ms)} is not a positive integer`)
  await sql`set local statement_timeout = ${sql.lit(ms)}`.execute(trx)
}

/**
 * An error at COMMIT that PostgreSQL reported (a deferred constraint, a serialization failure) means rolled back. A
 * connection that broke, or a shutdown notice at that moment, says nothing about what the server did before.
 */
function translate(error: unknown, committing: boolean): unknown {
  if (error instanceof Problem || isRetryable(error)) return error
  if (committing && (isConnectionLoss(error) || /^(08|57P0)/.test(sqlStateOf(error) ?? '')))
    return new UnknownOutcome(error)
  if (isDiskFull(error)) return new DatabaseDiskFull(error)
  if (isAway(error)) return new DatabaseAway(error)
  return error
}
