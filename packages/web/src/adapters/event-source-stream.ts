import type { OpenStream } from '../api/live-updates.ts'

/** Server-sent events of the page's own server. The browser reconnects by itself unless it says `CLOSED`. */
export const eventSourceStream: OpenStream = events => {
  const source = new EventSource('/api/v1/stream')
  source.addEventListener('open', () => events.onOpen())
  source.addEventListener('message', event => events.onMessage(String(event.data)))
  source.addEventListener('gap', () => events.onGap())
  source.addEventListener('error', () => events.onLost(source.readyState === EventSource.CLOSED))
  return () => source.close()
}
