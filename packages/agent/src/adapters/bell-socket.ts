import { createHash, randomBytes } from 'node:crypto'
import https from 'node:https'
import type { Socket } from 'node:net'
import { type BellConnection, type BellRequest, NetworkError } from '../core/ports/network.ts'
import { http } from './node-http.ts'
import { clientFrame, createBellFrameReader } from './bell-frames.ts'
import type { HttpDoor } from './http-exchange.ts'
import { toNetworkError } from './network-errors.ts'

/** The server pings each 45 s (agent-protocol §6.6): two of them missed and the line is dead. */
const SILENCE_MS = 120_000

/** RFC 6455 §4.2.2. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export function openBellSocket(door: HttpDoor, request: BellRequest): Promise<BellConnection> {
  return new Promise((resolve, reject) => {
    const key = randomBytes(16).toString('base64')
    const secure = door.url.protocol === 'https:'
    const outgoing = (secure ? https : http).request({
      host: door.url.hostname.replace(/^\[|\]$/g, ''),
      port: door.url.port === '' ? (secure ? 443 : 80) : door.url.port,
      method: 'GET',
      path: request.path,
      headers: {
        ...request.headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': key,
      },
      agent: door.agent,
      maxHeaderSize: 8192,
    })
    const fail = (error: NetworkError) => {
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', onAbort)
      outgoing.destroy()
      reject(error)
    }
    const onAbort = () => fail(new NetworkError('E_NETWORK_ABORTED', 'given up by the agent'))
    const timer = setTimeout(
      () => fail(new NetworkError('E_NETWORK_TIMEOUT', `the bell did not open in ${request.connectWithinMs} ms`)),
      request.connectWithinMs,
    )
    request.signal?.addEventListener('abort', onAbort, { once: true })
    outgoing.on('error', error => fail(toNetworkError(error)))
    outgoing.once('response', reply => {
      reply.destroy()
      fail(new NetworkError('E_NETWORK_NO_UPGRADE', `the bell was answered with status ${reply.statusCode ?? 0}`))
    })
    outgoing.once('upgrade', (reply, socket: Socket, head) => {
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', onAbort)
      const accept = createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64')
      if (reply.headers['sec-websocket-accept'] !== accept) {
        socket.destroy()
        reject(new NetworkError('E_NETWORK_MALFORMED', 'the bell was answered for another request'))
        return
      }
      resolve(listen(socket, head, request))
    })
    if (request.signal?.aborted === true) onAbort()
    else outgoing.end()
  })
}

function listen(socket: Socket, head: Uint8Array, request: BellRequest): BellConnection {
  const reader = createBellFrameReader()
  const reply = (kind: 'pong' | 'close', payload: Uint8Array) => {
    if (socket.writable) socket.write(clientFrame(kind, payload, randomBytes(4)))
  }
  const take = (chunk: Uint8Array) => {
    try {
      for (const frame of reader.push(chunk)) {
        if (frame.kind === 'ring') request.onRing()
        else if (frame.kind === 'ping') reply('pong', frame.payload)
        else if (frame.kind === 'close') close()
      }
    } catch {
      // A frame that a bell does not have: the connection is worth nothing, and the agent opens another after its pause.
      socket.destroy()
    }
  }
  const close = () => {
    reply('close', new Uint8Array(0))
    socket.end()
    // A server that does not close its side would otherwise keep the socket for ever.
    setTimeout(() => socket.destroy(), 2000).unref()
  }
  const closed = new Promise<void>(resolve => {
    socket.once('close', () => {
      request.signal?.removeEventListener('abort', close)
      resolve()
    })
  })
  socket.setTimeout(SILENCE_MS, () => socket.destroy())
  // Errors are followed by `close`; without a listener they would end the process.
  socket.on('error', () => {})
  socket.on('data', take)
  request.signal?.addEventListener('abort', close, { once: true })
  if (head.length > 0) take(head)
  return { closed, close }
}
