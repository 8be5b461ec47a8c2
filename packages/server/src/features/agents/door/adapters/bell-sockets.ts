import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@patchyard/domain'
import { ProtocolError } from '@patchyard/protocol'
import { WebSocketServer, type WebSocket } from 'ws'
import type { BellTower } from '../bell-tower.ts'
import type { Door } from '../door.ts'
import { peerAddress } from '../peer-address.ts'

const PING_MS = 45_000
const BELL = '/agent/v1/bell'

/**
 * The bell as a WebSocket (protocol §6.6): the server sends the text frame `.` and pings, the agent nothing. A data
 * frame, an Origin or a Cookie header end it: browsers have no business here.
 */
export function attachBellSockets(ports: { server: Server; door: Door; bells: BellTower; clock: Clock }): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 16,
    perMessageDeflate: false,
    clientTracking: false,
  })
  ports.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    void admitUpgrade(ports.door, request).then(
      assetId => {
        sockets.handleUpgrade(request, socket, head, ws => hang(ws, assetId, ports))
      },
      (error: unknown) => refuseUpgrade(socket, error instanceof ProtocolError ? error.status : 503),
    )
  })
}

async function admitUpgrade(door: Door, request: IncomingMessage): Promise<number> {
  if (request.url !== BELL) throw new ProtocolError('not_found', 'no such socket')
  if (request.headers.origin !== undefined || request.headers.cookie !== undefined)
    throw new ProtocolError('signature', 'browser')
  const admission = await door.admit({
    method: request.method ?? '',
    target: request.url,
    headers: request.headers,
    peer: peerAddress(request.socket.remoteAddress),
  })
  return door.checkBell(admission)
}

function hang(ws: WebSocket, assetId: number, { bells, clock }: { bells: BellTower; clock: Clock }): void {
  let alive = true
  let cancelPing = (): void => {}
  const takeDown = bells.hang(
    assetId,
    () => ws.send('.'),
    () => ws.close(1001),
  )
  const ping = (): void => {
    if (!alive) return ws.terminate()
    alive = false
    ws.ping()
    cancelPing = clock.after(PING_MS, ping)
  }
  cancelPing = clock.after(PING_MS, ping)
  ws.on('pong', () => {
    alive = true
  })
  ws.on('message', () => ws.terminate())
  ws.on('error', () => ws.terminate())
  ws.on('close', () => {
    cancelPing()
    takeDown()
  })
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
