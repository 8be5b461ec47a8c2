import { createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../adapters/system-clock.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { memoryDataFolder } from '../../testing/memory-data-folder.ts'
import { ownCertificate } from '../../tls/own-authority.ts'
import type { Download } from '../download.ts'
import { EgressError } from '../egress.ts'
import { createNodeEgress } from './node-egress.ts'

// A real proxy and a real server with TLS, both on the loopback; the proxy alone knows where feeds.example is.

const before = getCACertificates('default')
let target: TlsServer
let mirror: Server
let proxy: Server
let refusal = ''
const asked: string[] = []

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port
const listening = (server: Server | TlsServer): Promise<void> =>
  new Promise(resolve => server.listen(0, '127.0.0.1', resolve))

beforeAll(async () => {
  const ports = { dataFolder: memoryDataFolder(), clock: systemClock, random: systemRandom }
  const { cert, key, ca } = await ownCertificate({ ...ports, names: ['feeds.example'] })
  setDefaultCACertificates([ca ?? ''])
  target = createTlsServer({ cert, key }, (request, reply) => {
    if (request.url === '/inside') reply.writeHead(302, { location: 'https://metadata.internal/' }).end()
    else reply.end(`${request.headers.host} by TLS`)
  })
  mirror = createServer((request, reply) => reply.end(`${request.headers.host} plain`))
  proxy = createServer((request, reply) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    const { pathname } = new URL(request.url ?? '')
    const through = { port: portOf(mirror), host: '127.0.0.1', path: pathname, headers: request.headers }
    httpRequest(through, (answer: IncomingMessage) => answer.pipe(reply)).end()
  })
  proxy.on('connect', (request: IncomingMessage, client: Socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    client.on('error', () => client.destroy())
    if (refusal === 'silence') return client.resume()
    if (refusal !== '') return client.end(`HTTP/1.1 ${refusal}\r\nContent-Length: 0\r\n\r\n`)
    const on = connect(portOf(target), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      on.pipe(client).pipe(on)
    })
    on.on('error', () => client.destroy())
  })
  await Promise.all([target, mirror, proxy].map(listening))
})

afterEach(() => {
  asked.length = 0
  refusal = ''
})

afterAll(() => {
  setDefaultCACertificates(before)
  for (const server of [target, mirror, proxy]) {
    server.closeAllConnections()
    server.close()
  }
})

const through = (userinfo = '') =>
  createNodeEgress({
    allowed: ['127.0.0.0/8'],
    proxy: { url: `http://${userinfo}127.0.0.1:${portOf(proxy)}`, direct: ['mirror.example'] },
    // Names are the proxy's to resolve: only what goes without it is asked for here.
    resolve: host => (host === 'mirror.example' ? Promise.resolve(['127.0.0.1']) : Promise.reject(new Error('no DNS'))),
  })

async function fetched(egress: ReturnType<typeof through>, url: string, part: Partial<Download> = {}) {
  const pieces: Uint8Array[] = []
  await egress.download({
    url,
    maxBytes: 100_000,
    allowHttp: false,
    write: async bytes => void pieces.push(bytes),
    ...part,
  })
  return Buffer.concat(pieces).toString('utf8')
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof EgressError ? error.code : `defect: ${String(error)}`),
  )

describe('through a proxy', () => {
  it('a file comes by a tunnel, its certificate checked by its name', async () => {
    expect(await fetched(through(), 'https://feeds.example/f')).toBe('feeds.example by TLS')
    expect(asked).toEqual(['CONNECT feeds.example:443'])
    expect(await codeOf(fetched(through(), 'https://other.example/f'))).toBe('egress_unreachable')
  })

  it('answers of an identity provider come the same way', async () => {
    const { status, body } = await through().send({ url: 'https://feeds.example/.well-known', method: 'GET' })
    expect([status, Buffer.from(body).toString()]).toEqual([200, 'feeds.example by TLS'])
  })

  it('the proxy is told who asks, and nobody else is', async () => {
    await fetched(through('patch:secret%21@'), 'https://feeds.example/f')
    expect(asked).toEqual([`CONNECT feeds.example:443 Basic ${Buffer.from('patch:secret!').toString('base64')}`])
  })

  it('what the operator wrote without TLS is asked for whole', async () => {
    expect(await fetched(through(), 'http://archive.example/f', { allowHttp: true })).toBe('archive.example plain')
    expect(asked).toEqual(['GET http://archive.example/f'])
    expect(await codeOf(fetched(through(), 'http://archive.example/f'))).toBe('egress_url')
  })

  it('a host that is named goes without it, to an address that was checked', async () => {
    const url = `http://mirror.example:${portOf(mirror)}/f`
    expect(await fetched(through(), url, { allowHttp: true })).toBe(`mirror.example:${portOf(mirror)} plain`)
    expect(asked).toEqual([])
  })

  it('a redirect inside is refused before the proxy is asked', async () => {
    expect(await codeOf(fetched(through(), 'https://feeds.example/inside'))).toBe('egress_address')
    expect(asked).toEqual(['CONNECT feeds.example:443'])
  })

  it.each(['403 Forbidden', '407 Proxy Authentication Required', '502 Bad Gateway'])(
    '%s is the proxy’s',
    async said => {
      refusal = said
      expect(await codeOf(fetched(through(), 'https://feeds.example/f'))).toBe('egress_proxy')
    },
  )

  it('that takes the request and says nothing is not waited for longer than any server', async () => {
    refusal = 'silence'
    const slow = /^egress_(proxy|too_slow)$/
    const egress = createNodeEgress({
      ...{ allowed: [], limitMs: 100, download: { stallMs: 100 } },
      proxy: { url: `http://127.0.0.1:${portOf(proxy)}`, direct: [] },
    })
    expect(await codeOf(fetched(egress, 'https://feeds.example/f'))).toMatch(slow)
    expect(await codeOf(egress.send({ url: 'https://feeds.example/f', method: 'GET' }))).toMatch(slow)
    const ended = AbortSignal.timeout(50)
    const patient = createNodeEgress({
      ...{ allowed: [], download: { stallMs: 600 } },
      proxy: { url: `http://127.0.0.1:${portOf(proxy)}`, direct: [] },
    })
    const stopped = fetched(patient, 'https://feeds.example/f', { signal: ended })
    await expect(stopped).rejects.toThrow(/timeout/)
  })

  it('that does not answer, nothing goes around it', async () => {
    const gone = createNodeEgress({ allowed: [], proxy: { url: 'http://127.0.0.1:9', direct: [] } })
    expect(await codeOf(fetched(gone, 'https://feeds.example/f'))).toMatch(/^egress_(proxy|unreachable)$/)
  })
})
