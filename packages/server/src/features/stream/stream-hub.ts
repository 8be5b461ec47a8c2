import type { StreamMessage } from '@patchyard/api'
import type { Database } from '../../database/database.ts'
import { PAGE_CHANNEL } from '../../storage/page-notices.ts'

export type StreamListener = (message: StreamMessage | 'gap') => void

/** What changed, told to open pages: names of things, never the things themselves. One LISTEN for all tabs. */
export interface StreamHub {
  /** Returns how to leave. */
  join(subscriptionId: number, listener: StreamListener): () => void
  start(): Promise<void>
  stop(): Promise<void>
}

const topics: ReadonlySet<string> = new Set(['asset', 'job', 'task', 'agent', 'feed'])

export function createStreamHub(database: Database): StreamHub {
  const rooms = new Map<number, Set<StreamListener>>()
  let unlisten: (() => Promise<void>) | null = null
  return {
    join(subscriptionId, listener) {
      const room = rooms.get(subscriptionId) ?? new Set()
      rooms.set(subscriptionId, room)
      room.add(listener)
      return () => {
        room.delete(listener)
        if (room.size === 0) rooms.delete(subscriptionId)
      }
    },
    async start() {
      unlisten = await database.listen(PAGE_CHANNEL, {
        onNotice(payload) {
          const [subscription = '', topic = '', id = ''] = payload.split(' ')
          if (!topics.has(topic)) return
          const message = { topic: topic as StreamMessage['topic'], id }
          // What belongs to the installation is told in every room.
          const heard = subscription === '0' ? [...rooms.values()] : [rooms.get(Number(subscription)) ?? []]
          for (const room of heard) for (const listener of room) listener(message)
        },
        onGap() {
          for (const room of rooms.values()) for (const listener of room) listener('gap')
        },
      })
    },
    async stop() {
      await unlisten?.()
      rooms.clear()
    },
  }
}
