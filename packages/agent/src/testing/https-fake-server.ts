import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { FakeServer } from './fake-server.ts'

const fixture = (name: string) => readFileSync(new URL(`../adapters/fixtures/tls/${name}`, import.meta.url), 'utf8')

/** The fake server behind real TLS with a CA of its own, which it shows as the last certificate of its chain. Bells are upgraded. */
export interface HttpsFakeServer {
  readonly url: string
  /** PEM of its CA. */
  readonly ca: string
  readonly bells: ReadonlySet<Socket>
  ring(): void
  close(): void
}

export async function serveHttps(server: FakeServer): Promise<HttpsFakeServer> {
  const ca = fixture('own-ca.pem')
  const bells = new Set<Socket>()
  const sockets = new Set<Socket>()
  const listener = https.createServer(
    { key: fixture('good.key.pem'), cert: fixture('good.pem') + ca },
    (request, reply) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        )
        const method = request.method === 'GET' ? 'GET' : 'POST'
        const asked = {
          method,
          path: request.url ?? '',
          headers,
          body: Buffer.concat(chunks),
          maxReplyBytes: 0,
          replyWithinMs: 0,
        } as const
        server.handle(asked).then(
          answer => reply.writeHead(answer.status, answer.headers).end(answer.body),
          () => reply.writeHead(500).end(),
        )
      })
    },
  )
  listener.on('secureConnection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  listener.on('upgrade', (request, socket: Socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    )
    bells.add(socket)
    socket.on('close', () => bells.delete(socket))
    socket.on('error', () => {})
    socket.resume()
  })
  await new Promise<void>(resolve => {
    listener.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `https://localhost:${(listener.address() as AddressInfo).port}`,
    ca,
    bells,
    ring: () => {
      for (const socket of bells) socket.write(Buffer.from([0x81, 1, 0x2e]))
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      listener.close()
    },
  }
}
