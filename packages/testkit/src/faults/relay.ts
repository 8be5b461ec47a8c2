import { once } from 'node:events'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Direction, Fault, ProxiedConnection } from './fault-proxy.ts'

/** Ends a connection as a crash does. Node cannot reset what carries TLS; it then ends without TLS's own farewell. */
export function resetSocket(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy()
  else socket.resetAndDestroy()
}

/** Joins a client to a new connection to the server, with the faults of `connection` on the way. */
export function relay(client: Socket, open: () => Socket, connection: ProxiedConnection): void {
  const server = open()
  const reset = (): void => {
    resetSocket(client)
    resetSocket(server)
  }
  const sent: Buffer[] = []
  const duplicate = connection.faults.some(fault => fault.kind === 'duplicate')
  const way = { client, connection, reset }
  const request = pump(client, server, 'request', way, chunk => {
    if (duplicate && connection.replyBytes === 0) sent.push(Buffer.from(chunk))
  })
  const reply = pump(server, client, 'reply', way, () => {
    if (duplicate && connection.replyBytes === 0) repeat(sent, open)
  })
  client.on('close', () => server.destroy())
  server.on('error', reset)
  void Promise.allSettled([request, reply]).then(() => {
    connection.open = false
  })
}

/** Sends the same bytes on a connection of their own; the second reply goes nowhere. */
function repeat(sent: readonly Buffer[], open: () => Socket): void {
  const again = open()
  again.resume()
  for (const chunk of sent) again.write(chunk)
  again.end()
}

interface Way {
  readonly client: Socket
  readonly connection: ProxiedConnection
  readonly reset: () => void
}

async function pump(
  from: Socket,
  to: Socket,
  direction: Direction,
  { client, connection, reset }: Way,
  seen: (chunk: Buffer) => void,
): Promise<void> {
  const faults = connection.faults.filter(fault => 'direction' in fault && fault.direction === direction)
  const ending = faults.find(fault => fault.kind === 'cut' || fault.kind === 'truncate' || fault.kind === 'stall')
  let passed = 0
  // Leaving the loop must not destroy the socket: its other direction may go on.
  for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    seen(chunk)
    const room = ending ? Math.max(0, ending.afterBytes - passed) : chunk.length
    const piece = corrupted(chunk.subarray(0, room), passed, faults)
    await forward(piece, to, faults)
    passed += piece.length
    connection[direction === 'request' ? 'requestBytes' : 'replyBytes'] = passed
    if (!ending || passed < ending.afterBytes) continue
    if (ending.kind === 'cut') reset()
    else from.resume() // what still comes is swallowed
    if (ending.kind === 'truncate') to.end()
    if (ending.kind === 'stall') {
      // Neither side hears of the other any more, not even that it has ended, until the client gives up.
      await Promise.race([once(client, 'end'), once(client, 'close')])
      reset()
    }
    return
  }
  to.end()
}

async function forward(piece: Buffer, to: Socket, faults: readonly Fault[]): Promise<void> {
  if (piece.length === 0) return
  for (const fault of faults) if (fault.kind === 'delay') await sleep(fault.ms)
  const slow = faults.find(fault => fault.kind === 'slow')
  if (!slow) {
    await write(piece, to)
    return
  }
  // Twenty small pieces a second look like a slow line; one large one a second would look like a delay.
  const step = Math.max(1, Math.round(slow.bytesPerSecond / 20))
  for (let at = 0; at < piece.length; at += step) {
    await write(piece.subarray(at, at + step), to)
    await sleep((1000 * Math.min(step, piece.length - at)) / slow.bytesPerSecond)
  }
}

async function write(piece: Buffer, to: Socket): Promise<void> {
  if (to.destroyed || !to.writable) return
  if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')])
}

function corrupted(piece: Buffer, offset: number, faults: readonly Fault[]): Buffer {
  let result = piece
  for (const fault of faults) {
    if (fault.kind !== 'corrupt' || fault.atByte < offset || fault.atByte >= offset + piece.length) continue
    result = Buffer.from(result)
    const at = fault.atByte - offset
    result[at] = (result[at] ?? 0) ^ 1
  }
  return result
}
