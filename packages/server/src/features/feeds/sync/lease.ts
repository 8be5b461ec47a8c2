import type { Clock } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Database } from '../../../database/database.ts'

const LEASE_MS = 120_000
const RENEW_MS = 30_000

/**
 * At most one server process fetches and reads feeds. It says so in a row, and again every half minute; after two minutes of silence
 * another one takes over. A time farther ahead than that was written before the clock went back, and counts for nothing.
 */
export interface Lease {
  /** Runs `work` if nobody else does; its signal ends when the lease was lost or `stop` ends. Whether it ran. */
  hold(stop: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<boolean>
}

export function createLease(ports: { database: Database; clock: Clock; holder: string }): Lease {
  const { database, clock, holder } = ports

  async function take(): Promise<boolean> {
    const nowMs = clock.nowMs()
    const [now, until, far] = [nowMs, nowMs + LEASE_MS, nowMs + 2 * LEASE_MS].map(ms => new Date(ms))
    return database.asOperator(async trx => {
      const { rows } = await sql<{ holder: string }>`
        insert into feed_lease as l (one, holder, until) values (true, ${holder}, ${until})
        on conflict (one) do update set holder = excluded.holder, until = excluded.until
          where l.holder = excluded.holder or l.until < ${now} or l.until > ${far}
        returning l.holder`.execute(trx)
      return rows.length > 0
    })
  }

  return {
    async hold(stop, work) {
      if (stop.aborted || !(await take())) return false
      const lost = new AbortController()
      const signal = AbortSignal.any([stop, lost.signal])
      const over = new AbortController()
      const renewing = (async () => {
        for (;;) {
          await clock.sleep(RENEW_MS, over.signal)
          // A database that is away for a moment is asked again in time.
          if (!(await take().catch(() => true))) return lost.abort(new Error('another server process took over'))
        }
      })().catch(() => undefined)
      try {
        await work(signal)
      } finally {
        over.abort()
        await renewing
        await database
          .asOperator(trx => trx.deleteFrom('feed_lease').where('holder', '=', holder).execute())
          .catch(() => undefined)
      }
      return true
    },
  }
}
