import type { StreamMessage } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'

export interface StreamEvents {
  onOpen(): void
  onMessage(data: string): void
  /** The server itself may have missed changes. */
  onGap(): void
  /** `closed`: it will not come back by itself. */
  onLost(closed: boolean): void
}
/** Opens the stream; the returned function closes it, after which no event is delivered. */
export type OpenStream = (events: StreamEvents) => () => void

export type LiveStatus = 'connecting' | 'live' | 'polling'

export interface LiveUpdatesOptions {
  readonly openStream: OpenStream
  readonly clock: Clock
  /** Something changed: distinct messages of the last moment. */
  onChanges(messages: readonly StreamMessage[]): void
  /** What happened meanwhile is not known: read everything on the screen again. */
  onRefresh(): void
  onStatus(status: LiveStatus): void
}

/** Busy fleets send hundreds of messages a second; the tables on the screen are read again at most once in this time. */
export const BATCH_MS = 1000
export const POLL_MS = 5000
const CONNECT_PATIENCE_MS = 5000
const REOPEN_FIRST_MS = 5000
const REOPEN_LAST_MS = 60_000

const topics: readonly string[] = ['asset', 'job', 'task', 'agent', 'feed']

/** A message that this page does not know is left out: a newer server may say more. */
export function readMessage(data: string): StreamMessage | null {
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || !('topic' in value) || !('id' in value)) return null
  const { topic, id } = value
  if (typeof topic !== 'string' || typeof id !== 'string' || !topics.includes(topic)) return null
  return { topic: topic as StreamMessage['topic'], id }
}

/**
 * One stream of changes a tab. While it is away the page polls, so that people see progress behind proxies that cut
 * long answers; when it comes back everything is read once, because messages may have been missed.
 * Returns a function that ends it.
 */
export function startLiveUpdates({
  openStream,
  clock,
  onChanges,
  onRefresh,
  onStatus,
}: LiveUpdatesOptions): () => void {
  let ended = false
  let status: LiveStatus = 'connecting'
  let missed = false
  let reopenMs = REOPEN_FIRST_MS
  let closeStream = (): void => {}
  let waiting = new Map<string, StreamMessage>()
  let cancelBatch: (() => void) | null = null
  let cancelPoll: (() => void) | null = null
  let cancelReopen: (() => void) | null = null

  const become = (next: LiveStatus): void => {
    if (status === next) return
    status = next
    onStatus(next)
  }
  const poll = (): void => {
    cancelPoll = clock.after(POLL_MS, () => {
      onRefresh()
      poll()
    })
  }
  const startPolling = (): void => {
    missed = true
    become('polling')
    if (cancelPoll === null) poll()
  }
  const flush = (): void => {
    cancelBatch = null
    const messages = [...waiting.values()]
    waiting = new Map()
    onChanges(messages)
  }
  const open = (): void => {
    cancelReopen = null
    closeStream = openStream({
      onOpen() {
        if (ended) return
        cancelPatience()
        cancelPoll?.()
        cancelPoll = null
        reopenMs = REOPEN_FIRST_MS
        become('live')
        if (missed) onRefresh()
        missed = false
      },
      onMessage(data) {
        const message = readMessage(data)
        if (ended || message === null) return
        waiting.set(`${message.topic} ${message.id}`, message)
        cancelBatch ??= clock.after(BATCH_MS, flush)
      },
      onGap() {
        if (!ended) onRefresh()
      },
      onLost(closed) {
        if (ended) return
        startPolling()
        if (!closed || cancelReopen !== null) return
        closeStream()
        cancelReopen = clock.after(reopenMs, open)
        reopenMs = Math.min(reopenMs * 2, REOPEN_LAST_MS)
      },
    })
  }

  const cancelPatience = clock.after(CONNECT_PATIENCE_MS, startPolling)
  open()
  return () => {
    ended = true
    closeStream()
    cancelPatience()
    cancelBatch?.()
    cancelPoll?.()
    cancelReopen?.()
  }
}
