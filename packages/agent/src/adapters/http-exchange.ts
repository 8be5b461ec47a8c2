import type { Agent, ClientRequest, IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import tls from 'node:tls'
import {
  NetworkError,
  type NetworkReply,
  type NetworkRequest,
  STALL_WINDOW_BYTES,
  STALL_WINDOW_MS,
} from '../core/ports/network.ts'
import { http } from './node-http.ts'
import { toNetworkError } from './network-errors.ts'
import { isOnlyTooEarly, peerChain } from './tls-trust.ts'

export interface HttpDoor {
  readonly url: URL
  readonly agent: Agent
  readonly trusted: readonly string[]
}

/** One request over `door`, read to its end under the caps of the request. */
export function httpExchange(door: HttpDoor, request: NetworkRequest): Promise<NetworkReply> {
  return new Promise((resolve, reject) => {
    const outgoing = open(door, request)
    let timer: NodeJS.Timeout | undefined
    let settled = false
    const settle = (act: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', onAbort)
      act()
    }
    const fail = (error: unknown) => {
      settle(() => reject(toNetworkError(error)))
      outgoing.destroy()
    }
    const onAbort = () => fail(new NetworkError('E_NETWORK_ABORTED', 'given up by the agent'))
    const allow = (ms: number, error: () => NetworkError) => {
      clearTimeout(timer)
      timer = setTimeout(() => fail(error()), ms)
    }
    const waitForReply = () =>
      allow(
        request.replyWithinMs,
        () => new NetworkError('E_NETWORK_TIMEOUT', `no reply in ${request.replyWithinMs} ms`),
      )

    /** In pieces, so that a slow line has 30 s for each and a dead one only 30 s. */
    const send = (from: number) => {
      if (from >= request.body.length) return void outgoing.end()
      allow(STALL_WINDOW_MS, () => new NetworkError('E_NETWORK_STALLED', 'the request left slower than 1 KiB/s'))
      const piece = request.body.subarray(from, from + STALL_WINDOW_BYTES)
      outgoing.write(piece, error => {
        // A failure also comes as the request's own error.
        if (error == null && !settled) send(from + piece.length)
      })
    }

    request.signal?.addEventListener('abort', onAbort, { once: true })
    outgoing.on('error', fail)
    outgoing.once('socket', socket => {
      beforeFirstByte(door, request, socket, error => {
        if (error !== null) return fail(error)
        send(0)
      })
    })
    // From here to a connection that may be used.
    waitForReply()
    outgoing.once('finish', waitForReply)
    outgoing.once('response', reply => {
      const chunks: Buffer[] = []
      let size = 0
      let sizeAtWindow = 0
      const stalled = () => new NetworkError('E_NETWORK_STALLED', 'the reply came slower than 1 KiB/s')
      const window = () => {
        if (size - sizeAtWindow < STALL_WINDOW_BYTES) return fail(stalled())
        sizeAtWindow = size
        timer = setTimeout(window, STALL_WINDOW_MS)
      }
      clearTimeout(timer)
      timer = setTimeout(window, STALL_WINDOW_MS)
      reply.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > request.maxReplyBytes) {
          fail(new NetworkError('E_NETWORK_TOO_LARGE', `the reply is larger than ${request.maxReplyBytes} bytes`))
          return
        }
        chunks.push(chunk)
      })
      reply.on('error', fail)
      reply.on('end', () => {
        if (!reply.complete) return fail(new NetworkError('E_NETWORK_MALFORMED', 'the reply was cut off'))
        settle(() =>
          resolve({ status: reply.statusCode ?? 0, headers: flatHeaders(reply.headers), body: joined(chunks) }),
        )
      })
    })
    if (request.signal?.aborted === true) onAbort()
  })
}

function open(door: HttpDoor, request: NetworkRequest): ClientRequest {
  const secure = door.url.protocol === 'https:'
  const headers: Record<string, string | number> = { ...request.headers }
  if (request.method === 'POST') headers['content-length'] = request.body.length
  return (secure ? https : http).request({
    host: door.url.hostname.replace(/^\[|\]$/g, ''),
    port: door.url.port === '' ? (secure ? 443 : 80) : door.url.port,
    method: request.method,
    path: request.path,
    headers,
    agent: door.agent,
    // A header line from the server has no business being long; Node's default would take 16 KiB of them.
    maxHeaderSize: 8192,
    ...(request.allowNotYetValid === true && secure ? { rejectUnauthorized: false } : {}),
  })
}

/** Holds back the first byte until the certificate has been judged where OpenSSL's own verdict was suspended. */
function beforeFirstByte(
  door: HttpDoor,
  request: NetworkRequest,
  socket: NodeJS.Socket | tls.TLSSocket,
  done: (error: Error | null) => void,
): void {
  if (!(socket instanceof tls.TLSSocket) || request.allowNotYetValid !== true) return done(null)
  const judge = () => {
    if (socket.authorized) return done(null)
    const host = door.url.hostname.replace(/^\[|\]$/g, '')
    if (isOnlyTooEarly(peerChain(socket), door.trusted, host, Date.now())) return done(null)
    done(new NetworkError('E_NETWORK_TLS', `certificate refused: ${String(socket.authorizationError)}`))
  }
  // Empty until the handshake is over.
  if (Object.keys(socket.getPeerCertificate()).length > 0) judge()
  else socket.once('secureConnect', judge)
}

function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

function joined(chunks: readonly Buffer[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks))
}
