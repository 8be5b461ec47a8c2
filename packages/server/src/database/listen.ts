import type { Clock, Random } from '@patchyard/domain'
import pg from 'pg'
import type { NoticeListener } from './database.ts'
import type { PoolTarget } from './pool.ts'

const firstDelayMs = 100
const longestDelayMs = 10_000

/** Channel names go into LISTEN as identifiers, which take no parameters. */
const channelPattern = /^[a-z][a-z0-9_]{0,62}$/

/** One connection that hears notices of all channels and comes back by itself. */
export function createListener(ports: { target: PoolTarget; clock: Clock; random: Random }) {
  const listeners = new Map<string, Set<NoticeListener>>()
  const stop = new AbortController()
  let client: pg.Client | null = null
  let loop: Promise<void> | null = null

  async function connectOnce(): Promise<void> {
    const next = new pg.Client({
      ...ports.target,
      application_name: 'patchyard listen',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    })
    const gone = new Promise<void>(resolve => {
      next.on('error', () => resolve())
      next.on('end', () => resolve())
    })
    next.on('notification', notice => {
      for (const listener of listeners.get(notice.channel) ?? []) listener.onNotice(notice.payload ?? '')
    })
    try {
      await next.connect()
      if (stop.signal.aborted) return
      for (const channel of listeners.keys()) await next.query(`listen ${channel}`)
      client = next
      for (const set of listeners.values()) for (const listener of set) listener.onGap()
      await gone
    } finally {
      client = null
      await next.end().catch(() => undefined)
    }
  }

  async function keepConnected(): Promise<void> {
    let delayMs = firstDelayMs
    while (!stop.signal.aborted) {
      const since = ports.clock.monotonicMs()
      await connectOnce().catch(() => undefined)
      if (ports.clock.monotonicMs() - since > longestDelayMs) delayMs = firstDelayMs
      await ports.clock
        .sleep(Math.ceil(delayMs * (0.5 + ports.random.fraction() / 2)), stop.signal)
        .catch(() => undefined)
      delayMs = Math.min(delayMs * 2, longestDelayMs)
    }
  }

  return {
    async listen(channel: string, listener: NoticeListener): Promise<() => Promise<void>> {
      if (!channelPattern.test(channel)) throw new RangeError(`"${channel}" is not a channel name`)
      const set = listeners.get(channel) ?? new Set()
      const isNew = set.size === 0
      set.add(listener)
      listeners.set(channel, set)
      if (loop === null) loop = keepConnected()
      else if (client !== null && isNew)
        await client.query(`listen ${channel}`).then(
          () => listener.onGap(),
          () => undefined,
        )
      else if (client !== null) listener.onGap()
      return async () => {
        set.delete(listener)
        if (set.size > 0) return
        listeners.delete(channel)
        await client?.query(`unlisten ${channel}`).catch(() => undefined)
      }
    },
    async close(): Promise<void> {
      stop.abort()
      await client?.end().catch(() => undefined)
      await loop
    },
  }
}
