import type { StreamMessage } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { type AnyRoute, route } from '../../http/route.ts'
import type { Principal } from '../../http/principal.ts'
import type { StreamHub } from './stream-hub.ts'

const KEEP_ALIVE_MS = 20_000
/** Many agents report the same second: a page hears of each thing once in this time. */
const GATHER_MS = 250
/** A tab that does not read is cut off; it comes back and looks anew. */
const BACKLOG_BYTES = 256 * 1024
const byName: ReadonlySet<string> = new Set(['job', 'feed'])
const GAP = 'event: gap\ndata: {}\n\n'

/** `GET /api/v1/stream`: server-sent events for one tab. */
export function streamRoutes(ports: {
  hub: StreamHub
  clock: Clock
  /** Which of these assets the speaker may see, of those who do not see all. */
  seenAssets: (principal: Principal, ids: readonly string[]) => Promise<ReadonlySet<string>>
  onDrain: (end: () => void) => () => void
}): AnyRoute[] {
  const { hub, clock } = ports

  /** Jobs and feeds are told by name to everybody who sees their rows; all else by the asset that it is about. */
  async function visible(principal: Principal, messages: readonly StreamMessage[]): Promise<readonly StreamMessage[]> {
    if (principal.scope.kind === 'all') return messages
    if (principal.scope.tagIds.length === 0) return []
    const ids = new Set(messages.filter(({ topic }) => !byName.has(topic)).map(({ id }) => id))
    const seen = ids.size === 0 ? ids : await ports.seenAssets(principal, [...ids])
    return messages.filter(({ topic, id }) => byName.has(topic) || seen.has(id))
  }

  return [
    route({
      method: 'GET',
      path: '/stream',
      permission: 'session',
      operationId: 'stream',
      summary: 'What changes, as server-sent events: names of things, to be read anew',
      tag: 'stream',
      async handler(principal, { reply }) {
        reply.hijack()
        const { raw } = reply
        raw.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
          'x-content-type-options': 'nosniff',
        })
        raw.write(': connected\n\n')
        let waiting = new Map<string, StreamMessage>()
        let cancelFlush: (() => void) | null = null
        const write = (text: string): void => {
          if (raw.writableLength > BACKLOG_BYTES) raw.destroy()
          else raw.write(text)
        }
        const flush = (): void => {
          cancelFlush = null
          const messages = waiting
          waiting = new Map()
          void visible(principal, [...messages.values()]).then(
            seen => seen.forEach(message => write(`data: ${JSON.stringify(message)}\n\n`)),
            // What cannot be told from what is not seen is not told; the page reads anew.
            () => write(GAP),
          )
        }
        const leave = hub.join(principal.subscriptionId, message => {
          if (message === 'gap') return write(GAP)
          waiting.set(`${message.topic} ${message.id}`, message)
          cancelFlush ??= clock.after(GATHER_MS, flush)
        })
        let cancelPing = (): void => {}
        const ping = (): void => {
          write(': still here\n\n')
          cancelPing = clock.after(KEEP_ALIVE_MS, ping)
        }
        cancelPing = clock.after(KEEP_ALIVE_MS, ping)
        const forget = ports.onDrain(() => raw.end())
        raw.on('error', () => raw.destroy())
        raw.on('close', () => {
          cancelPing()
          cancelFlush?.()
          leave()
          forget()
        })
      },
    }),
  ]
}
