import { feedStore } from '../feed-store.ts'
import { attemptsStore } from './attempts-store.ts'
import { endAttempt } from './end-attempt.ts'
import { wantOldReadings } from './gone-store.ts'
import { createLease } from './lease.ts'
import type { SyncPorts } from './sync-ports.ts'
import { syncSource } from './sync-source.ts'

export interface FeedSync {
  /** Everything that is due, one source after another; nothing when another server process is at it. */
  round(): Promise<void>
  /** Ends what is under way; it goes on after the next start. */
  stop(): void
}

/** `fetching` false: nothing is asked of the network, and only what people bring is read. */
export function createFeedSync(ports: SyncPorts & { readonly fetching: boolean }): FeedSync {
  const { database, clock, random, log, fetching } = ports
  const lease = createLease({ database, clock, holder: random.uuid() })
  const stopping = new AbortController()
  let isCurrent = false

  /** Once for each start: readers change with the program. */
  async function noteReaders(): Promise<void> {
    if (isCurrent) return
    await database.asOperator(async trx => {
      for (const feed of Object.values(ports.feeds))
        if (feed !== undefined) await wantOldReadings(trx, feed.name, feed.reader)
    })
    isCurrent = true
  }

  async function work(signal: AbortSignal): Promise<void> {
    await database.asOperator(trx => attemptsStore.forgetProgress(trx))
    const broken = new Set<number>()
    for (;;) {
      signal.throwIfAborted()
      const source = await database.asOperator(trx => attemptsStore.nextDue(trx, new Date(clock.nowMs()), fetching))
      if (source === null || broken.has(source.id)) break
      try {
        await syncSource(ports, source, { fetching }, signal)
      } catch (error) {
        if (signal.aborted) throw error
        broken.add(source.id)
        log.warn({ err: error, feed: source.feed }, 'the turn of a feed broke off')
        const trouble = { code: 'internal', text: 'the server made a mistake; its log says more' }
        await endAttempt(ports, source, { kind: 'failed', trouble })
      }
      await ports.snapshots.keepOnly(await database.asOperator(trx => feedStore.namedSnapshots(trx)))
    }
  }

  return {
    async round() {
      await noteReaders()
      // Asked before the lease is taken: a round every few seconds must not write each time.
      const now = new Date(clock.nowMs())
      const due = await database.asOperator(trx => attemptsStore.nextDue(trx, now, fetching), { readOnly: true })
      if (due === null) return
      await lease.hold(stopping.signal, async signal => {
        await work(signal).catch((error: unknown) => {
          if (!signal.aborted) throw error
        })
      })
    },
    stop: () => stopping.abort(new Error('the server is stopping')),
  }
}
