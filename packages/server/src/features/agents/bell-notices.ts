import type { Clock } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { BELL_CHANNEL } from '../../storage/bell-channel.ts'
import type { BellTower } from './door/bell-tower.ts'

/** NOTIFY carries at most 8,000 bytes; longer lists ring everybody who is connected and has work waiting. */
const IDS_PER_NOTICE = 500

/**
 * Rings agents in whatever process holds their connection. One NOTIFY for a change, not one for each agent; the ids are
 * of assets, and a process rings those that are connected to it.
 */
export interface BellNotices {
  ring(subscriptionId: number, assetIds: readonly number[]): void
  start(): Promise<void>
  stop(): Promise<void>
}

export function createBellNotices(ports: {
  /** Of this process: its own notices come back to it and would ring twice. */
  processId: string
  database: Database
  bells: BellTower
  clock: Clock
  onFailure: (error: unknown) => void
}): BellNotices {
  const { database, bells } = ports
  let unlisten: (() => Promise<void>) | null = null

  async function send(subscriptionId: number, assetIds: readonly number[]): Promise<void> {
    const payloads: string[] = []
    for (let at = 0; at < assetIds.length; at += IDS_PER_NOTICE) {
      payloads.push(`${ports.processId} ${subscriptionId} ${assetIds.slice(at, at + IDS_PER_NOTICE).join(',')}`)
    }
    await database.asOperator(async trx => {
      for (const payload of payloads) await sql`select pg_notify(${BELL_CHANNEL}, ${payload})`.execute(trx)
    })
  }

  return {
    ring(subscriptionId, assetIds) {
      if (assetIds.length === 0) return
      // Our own agents hear it at once; a lost notice costs the others one check-in interval.
      bells.ring(assetIds)
      void send(subscriptionId, assetIds).catch(ports.onFailure)
    },
    async start() {
      unlisten = await database.listen(BELL_CHANNEL, {
        onNotice(payload) {
          const [sender, , ids = ''] = payload.split(' ')
          if (sender === ports.processId) return
          bells.ring(ids.split(',').map(Number))
        },
        onGap() {
          // Nobody can say what was missed: everybody looks, spread by their own jitter.
          bells.ring(bells.connected())
        },
      })
    },
    async stop() {
      await unlisten?.()
    },
  }
}
