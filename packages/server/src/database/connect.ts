import type { Clock, Random } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Database, DatabaseHealth } from './database.ts'
import { createListener } from './listen.ts'
import { createKysely, createPool, type PoolOptions, type PoolTarget } from './pool.ts'
import { createTransactionRunner } from './transaction.ts'

const down: DatabaseHealth = { up: false, serverVersionNum: 0, leakproof: false, clockAheadMs: 0 }

/** The database behind the app role. Nothing is connected before the first transaction. */
export function connectDatabase(ports: {
  target: PoolTarget
  clock: Clock
  random: Random
  leakproof: boolean
  pool?: PoolOptions
  log?: (message: string, error: Error) => void
}): Database {
  let closed: Promise<void> | undefined
  const pool = createPool(ports.target, {
    ...ports.pool,
    onIdleLoss(error) {
      if (closed === undefined) ports.log?.('an idle connection to the database broke', error)
    },
  })
  const kysely = createKysely(pool)
  const runner = createTransactionRunner({ kysely, clock: ports.clock, random: ports.random })
  const listener = createListener({ target: ports.target, clock: ports.clock, random: ports.random })
  return {
    inSubscription: (subscriptionId, work, options) => runner.run(subscriptionId, work, options),
    asOperator: (work, options) => runner.run(null, work, options),
    listen: (channel, heard) => listener.listen(channel, heard),
    async health() {
      try {
        const row = await runner.run(
          null,
          async trx => {
            const before = ports.clock.nowMs()
            const result = await sql<{ version: number; at: number }>`
            select current_setting('server_version_num')::int as version,
                   (extract(epoch from clock_timestamp()) * 1000)::float8 as at`.execute(trx)
            const middle = (before + ports.clock.nowMs()) / 2
            return { ...result.rows[0]!, middle }
          },
          { readOnly: true, statementTimeoutMs: 5000 },
        )
        return {
          up: true,
          serverVersionNum: row.version,
          leakproof: ports.leakproof,
          clockAheadMs: Math.round(row.at - row.middle),
        }
      } catch {
        // Whatever it was, the database does not answer; the reason is in the log of those who tried to work with it.
        return down
      }
    },
    close() {
      closed ??= listener.close().then(() => kysely.destroy())
      return closed
    },
  }
}
