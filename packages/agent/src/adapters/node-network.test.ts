import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { NetworkRequest } from '../core/ports/network.ts'
import { createNodeNetwork } from './node-network.ts'
import { parseProxyUrl } from './server-address.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/tls/${name}`, import.meta.url), 'utf8')
const ownCa = fixture('own-ca.pem')

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

function listen(server: http.Server | https.Server | net.Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

const tlsServer = (certificate: string, handler: http.RequestListener = (_, reply) => void reply.end('ok')) =>
  https.createServer({ key: fixture(`${certificate}.key.pem`), cert: fixture(`${certificate}.pem`) }, handler)

function network(port: number, options: { ca?: string | null; proxy?: string; scheme?: string } = {}) {
  const made = createNodeNetwork({
    url: new URL(`${options.scheme ?? 'https'}://localhost:${port}`),
    ca: options.ca === undefined ? ownCa : options.ca,
    proxy: options.proxy === undefined ? null : parseProxyUrl(options.proxy),
    noProxy: null,
  })
  closing.push(() => made.close())
  return made
}

const ask = (more: Partial<NetworkRequest> = {}): NetworkRequest => ({
  method: 'POST',
  path: '/agent/v1/checkin',
  headers: { 'content-type': 'application/octet-stream' },
  body: new TextEncoder().encode('{}'),
  maxReplyBytes: 1000,
  replyWithinMs: 2000,
  ...more,
})

describe('exchange', () => {
  it('sends the bytes with their length and returns status, headers and body of any reply', async () => {
    const seen: unknown[] = []
    const port = await listen(
      tlsServer('good', (request, reply) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          seen.push(request.method, request.url, request.headers['content-length'], Buffer.concat(chunks).toString())
          reply.writeHead(409, { 'retry-after': '7' }).end('no')
        })
      }),
    )
    const reply = await network(port).exchange(ask())
    expect(seen).toEqual(['POST', '/agent/v1/checkin', '2', '{}'])
    expect([reply.status, reply.headers['retry-after'], new TextDecoder().decode(reply.body)]).toEqual([409, '7', 'no'])
  })

  it('does not follow a redirect', async () => {
    let asked = 0
    const port = await listen(
      tlsServer('good', (_, reply) => {
        asked++
        reply.writeHead(302, { location: '/elsewhere' }).end()
      }),
    )
    expect((await network(port).exchange(ask())).status).toBe(302)
    expect(asked).toBe(1)
  })

  it.each<[string, http.RequestListener, Partial<NetworkRequest>, string]>([
    ['a body over the cap', (_, r) => void r.end('x'.repeat(1001)), {}, 'E_NETWORK_TOO_LARGE'],
    ['no reply in time', () => {}, { replyWithinMs: 50 }, 'E_NETWORK_TIMEOUT'],
    [
      'a reply cut off',
      (_, r) => void r.writeHead(200, { 'content-length': '10' }).write('abc', () => r.destroy()),
      {},
      'E_NETWORK_UNREACHABLE',
    ],
    ['something that is not HTTP', (q, _) => void q.socket.end('hello\r\n\r\n'), {}, 'E_NETWORK_MALFORMED'],
  ])('%s is an error of its own', async (_, handler, more, code) => {
    const port = await listen(tlsServer('good', handler))
    await expect(network(port).exchange(ask(more))).rejects.toMatchObject({ code })
  })

  it('a reply that brings less than 30 KiB in 30 s is given up', async () => {
    const begun = Promise.withResolvers<void>()
    const port = await listen(
      tlsServer('good', (_, reply) => void reply.writeHead(200).write('x', () => setTimeout(begun.resolve, 50))),
    )
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    try {
      const asked = network(port)
        .exchange(ask({ replyWithinMs: 120_000 }))
        .catch((error: unknown) => error)
      await begun.promise
      vi.advanceTimersByTime(30_000)
      expect(await asked).toMatchObject({ code: 'E_NETWORK_STALLED' })
    } finally {
      vi.useRealTimers()
    }
  })

  it('a large body arrives whole', async () => {
    const body = randomBytes(1_000_003)
    const seen = Promise.withResolvers<Buffer>()
    const port = await listen(
      tlsServer('good', (request, reply) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          seen.resolve(Buffer.concat(chunks))
          reply.end()
        })
      }),
    )
    expect((await network(port).exchange(ask({ body }))).status).toBe(200)
    expect((await seen.promise).equals(body)).toBe(true)
  })

  it('a request that leaves slower than 1 KiB/s is given up', async () => {
    const begun = Promise.withResolvers<void>()
    const port = await listen(
      net.createServer(socket => {
        socket.on('error', () => {})
        socket.pause()
        setTimeout(begun.resolve, 200)
      }),
    )
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    try {
      const body = new Uint8Array(32_000_000)
      const asked = network(port, { scheme: 'http' })
        .exchange(ask({ body, replyWithinMs: 600_000 }))
        .catch((error: unknown) => error)
      await begun.promise
      vi.advanceTimersByTime(30_000)
      expect(await asked).toMatchObject({ code: 'E_NETWORK_STALLED' })
    } finally {
      vi.useRealTimers()
    }
  })

  it('nobody listening is unreachable; giving up is aborted', async () => {
    await expect(network(1).exchange(ask())).rejects.toMatchObject({ code: 'E_NETWORK_UNREACHABLE' })
    const port = await listen(tlsServer('good', () => {}))
    const giveUp = new AbortController()
    const asked = network(port).exchange(ask({ signal: giveUp.signal }))
    giveUp.abort()
    await expect(asked).rejects.toMatchObject({ code: 'E_NETWORK_ABORTED' })
  })

  it('keeps one connection over several requests', async () => {
    let connections = 0
    const server = tlsServer('good')
    server.on('secureConnection', () => connections++)
    const line = network(await listen(server))
    for (let i = 0; i < 3; i++) await line.exchange(ask())
    expect(connections).toBe(1)
  })
})

describe('trust', () => {
  it.each([
    ['good', 'own', false, null],
    ['good', 'system', false, 'E_NETWORK_TLS'],
    ['foreign', 'own', false, 'E_NETWORK_TLS'],
    ['foreign', 'own', true, 'E_NETWORK_TLS'],
    ['expired', 'own', true, 'E_NETWORK_TLS'],
    ['early', 'own', false, 'E_NETWORK_TLS'],
    ['early', 'own', true, null],
    ['foreign-early', 'own', true, 'E_NETWORK_TLS'],
  ])('certificate "%s" under the %s CA, too early allowed %s: %s', async (certificate, ca, allowNotYetValid, code) => {
    let requests = 0
    const port = await listen(
      tlsServer(certificate, (_, reply) => {
        requests++
        reply.end('ok')
      }),
    )
    const asked = network(port, { ca: ca === 'own' ? ownCa : null }).exchange(ask({ allowNotYetValid }))
    if (code === null) expect((await asked).status).toBe(200)
    else await expect(asked).rejects.toMatchObject({ code })
    expect(requests).toBe(code === null ? 1 : 0)
  })

  it('a name that the certificate does not have is refused, also when it is too early', async () => {
    const port = await listen(tlsServer('early'))
    const line = createNodeNetwork({
      url: new URL(`https://[::ffff:127.0.0.1]:${port}`),
      ca: ownCa,
      proxy: null,
      noProxy: null,
    })
    closing.push(() => line.close())
    await expect(line.exchange(ask({ allowNotYetValid: true }))).rejects.toMatchObject({ code: 'E_NETWORK_TLS' })
  })
})

describe('proxy', () => {
  async function proxy(target: () => number, answer = 'HTTP/1.1 200 ok\r\n\r\n') {
    const asked: string[] = []
    const server = http.createServer()
    server.on('connect', (request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`)
      const upstream = net.connect(target(), '127.0.0.1', () => {
        socket.write(answer)
        upstream.pipe(socket)
        socket.pipe(upstream)
      })
      upstream.on('error', () => socket.destroy())
      socket.on('error', () => upstream.destroy())
      closing.push(() => upstream.destroy())
    })
    return { asked, port: await listen(server) }
  }

  it('is asked by CONNECT with its user and password, and TLS goes through it', async () => {
    const port = await listen(tlsServer('good'))
    const via = await proxy(() => port)
    const line = network(port, { proxy: `http://u:p%40ss@127.0.0.1:${via.port}` })
    expect((await line.exchange(ask())).status).toBe(200)
    expect(via.asked).toEqual([`localhost:${port} Basic ${Buffer.from('u:p@ss').toString('base64')}`])
  })

  it('that refuses or is away is named as the proxy or as unreachable', async () => {
    const port = await listen(tlsServer('good'))
    const via = await proxy(() => port, 'HTTP/1.1 407 no\r\n\r\n')
    await expect(network(port, { proxy: `127.0.0.1:${via.port}` }).exchange(ask())).rejects.toMatchObject({
      code: 'E_NETWORK_PROXY',
    })
    await expect(network(port, { proxy: '127.0.0.1:1' }).exchange(ask())).rejects.toMatchObject({
      code: 'E_NETWORK_UNREACHABLE',
    })
  })
})

describe('bell', () => {
  const accept = (key: string | undefined) =>
    createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

  function bellServer(then: (socket: Socket) => void, acceptKey = accept) {
    const server = tlsServer('good')
    server.on('upgrade', (request, socket) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${acceptKey(request.headers['sec-websocket-key'])}\r\n\r\n`,
      )
      then(socket as Socket)
    })
    return server
  }
  const bell = (onRing: () => void) => ({ path: '/agent/v1/bell', headers: {}, connectWithinMs: 1000, onRing })

  it('rings for each text frame ".", answers a ping with its payload masked, and ends with the server', async () => {
    const back: Buffer[] = []
    const port = await listen(
      bellServer(socket => {
        socket.on('data', (chunk: Buffer) => {
          back.push(chunk)
          socket.write(Buffer.from([0x81, 1, 0x2e]))
          socket.end(Buffer.from([0x88, 0]))
        })
        socket.write(Buffer.from([0x81, 1, 0x2e, 0x89, 2, 0x68]))
        socket.write(Buffer.from([0x69]))
      }),
    )
    let rings = 0
    const open = await network(port).openBell(bell(() => rings++))
    await open.closed
    expect(rings).toBe(2)
    const pong = back[0] ?? Buffer.alloc(0)
    expect([pong[0], pong[1]]).toEqual([0x8a, 0x82])
    expect([pong[6]! ^ pong[2]!, pong[7]! ^ pong[3]!]).toEqual([0x68, 0x69])
  })

  it('a frame that a bell does not have ends the connection without a ring', async () => {
    const port = await listen(bellServer(socket => void socket.write(Buffer.from([0x81, 2, 0x2e, 0x2e]))))
    let rings = 0
    const open = await network(port).openBell(bell(() => rings++))
    await open.closed
    expect(rings).toBe(0)
  })

  it.each<[string, https.Server, string]>([
    ['a plain reply', tlsServer('good', (_, reply) => void reply.writeHead(204).end()), 'E_NETWORK_NO_UPGRADE'],
    [
      'an answer to another key',
      bellServer(
        () => {},
        () => accept('x'),
      ),
      'E_NETWORK_MALFORMED',
    ],
    ['an untrusted certificate', tlsServer('foreign'), 'E_NETWORK_TLS'],
  ])('%s is %s', async (_, server, code) => {
    const port = await listen(server)
    await expect(network(port).openBell(bell(() => {}))).rejects.toMatchObject({ code })
  })

  it('close ends it from our side', async () => {
    const port = await listen(bellServer(socket => void socket.on('data', () => socket.end())))
    const open = await network(port).openBell(bell(() => {}))
    open.close()
    await open.closed
  })
})
