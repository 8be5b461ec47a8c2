import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import type { Download } from '../download.ts'
import { EgressError } from '../egress.ts'
import { createNodeEgress } from './node-egress.ts'

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const strict = createNodeEgress({ allowed: [] })
const loopback = createNodeEgress({ allowed: ['127.0.0.0/8'], download: { stallMs: 150, wholeMs: 600 } })

async function fetched(egress: typeof strict, url: string, part: Partial<Download> = {}) {
  const pieces: Uint8Array[] = []
  const answer = await egress.download({
    url,
    maxBytes: 1_000_000,
    allowHttp: false,
    write: async bytes => void pieces.push(bytes),
    ...part,
  })
  return { answer, text: Buffer.concat(pieces).toString('utf8') }
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof EgressError ? error.code : `defect: ${String(error)}`),
  )

describe('a file', () => {
  it('comes in pieces, with what tells it from a later one', async () => {
    const url = await serve((_, reply) =>
      reply.writeHead(200, { etag: '"7"', 'last-modified': 'Sun, 22 Nov 2026 09:00:00 GMT' }).end('a file'),
    )
    const { answer, text } = await fetched(loopback, `${url}/f`)
    expect(text).toBe('a file')
    expect(answer).toEqual({
      state: 'new',
      bytes: 6,
      etag: '"7"',
      lastModified: 'Sun, 22 Nov 2026 09:00:00 GMT',
      url: `${url}/f`,
    })
  })

  it('that is here already is not sent again', async () => {
    const url = await serve((request, reply) =>
      reply
        .writeHead(request.headers['if-none-match'] === '"7"' && request.headers['if-modified-since'] ? 304 : 200)
        .end('x'),
    )
    const { answer, text } = await fetched(loopback, url, {
      etag: '"7"',
      lastModified: 'Sun, 22 Nov 2026 09:00:00 GMT',
    })
    expect([answer, text]).toEqual([{ state: 'unchanged' }, ''])
  })

  it('that nobody has here cannot be unchanged', async () => {
    const url = await serve((_, reply) => reply.writeHead(304).end())
    expect(await codeOf(fetched(loopback, url))).toBe('egress_status')
  })

  it('is fetched whole where its marks cannot be sent back', async () => {
    const url = await serve((_, reply) => reply.writeHead(200, { etag: '"\u00e9"', 'last-modified': 'x\ty' }).end('x'))
    expect((await fetched(loopback, url)).answer).toMatchObject({ etag: '', lastModified: '' })
  })

  it('is not unpacked on its way', async () => {
    const url = await serve((request, reply) =>
      reply
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(`as it is, asked for ${request.headers['accept-encoding']}`),
    )
    expect((await fetched(loopback, url)).text).toBe('as it is, asked for identity')
  })

  it('may be elsewhere', async () => {
    const url = await serve((request, reply) => {
      if (request.url === '/there') reply.end('found')
      else reply.writeHead(302, { location: request.url === '/here' ? '/on' : 'there#part' }).end()
    })
    expect(await fetched(loopback, `${url}/here`)).toMatchObject({ text: 'found', answer: { url: `${url}/there` } })
  })

  it.each<[string, RequestListener, string]>([
    [
      'that never ends is cut at its limit',
      (_, r) => void setInterval(() => r.write('x'.repeat(200_000)), 2).unref(),
      'egress_too_large',
    ],
    [
      'that says itself to be too large is not begun',
      (_, r) => void r.writeHead(200, { 'content-length': '2000000' }).write('x'),
      'egress_too_large',
    ],
    ['of which nothing more comes', (_, r) => void r.write('x'), 'egress_too_slow'],
    ['that does not begin', () => undefined, 'egress_too_slow'],
    [
      'that dribbles on is cut by its whole time',
      (_, r) => void setInterval(() => r.write('x'), 50).unref(),
      'egress_too_slow',
    ],
    [
      'that is cut off (length said)',
      (_, r) => void r.writeHead(200, { 'content-length': '10' }).write('12345', () => r.destroy()),
      'egress_cut_off',
    ],
    ['that is cut off (chunks)', (_, r) => void r.write('12345', () => r.destroy()), 'egress_cut_off'],
    ['that is not there', (_, r) => void r.writeHead(404).end(), 'egress_status'],
    ['of a server that is broken', (_, r) => void r.writeHead(503).end(), 'egress_status'],
    [
      'that is packed as nobody asked',
      (_, r) => void r.writeHead(200, { 'content-encoding': 'br' }).end('x'),
      'egress_encoding',
    ],
    ['of a server that hangs up', q => q.socket.destroy(), 'egress_unreachable'],
    ['for ever elsewhere', (_, r) => void r.writeHead(302, { location: '/' }).end(), 'egress_redirect'],
    ['at an address that is none', (_, r) => void r.writeHead(302, { location: 'http://[' }).end(), 'egress_redirect'],
    // S7.11, S10.5: table of what a redirect may lead to.
    [
      'inside: metadata of a cloud',
      (_, r) => void r.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'egress_address',
    ],
    [
      'inside: a private network',
      (_, r) => void r.writeHead(301, { location: 'https://10.0.0.1/' }).end(),
      'egress_address',
    ],
    ['of another kind', (_, r) => void r.writeHead(301, { location: 'file:///etc/passwd' }).end(), 'egress_url'],
    ['with a password', (_, r) => void r.writeHead(301, { location: 'https://u:p@host/' }).end(), 'egress_url'],
  ])('%s', async (_what, listener, want) => {
    expect(await codeOf(fetched(loopback, await serve(listener)))).toBe(want)
  })

  it('stops when nobody wants it any more', async () => {
    const url = await serve((_, reply) => void reply.write('x'))
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('enough')), 20)
    await expect(fetched(loopback, url, { signal: stop.signal })).rejects.toThrow('enough')
  })

  it('stops when it cannot be kept, with the reason', async () => {
    const url = await serve((_, reply) => reply.end('x'))
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
    await expect(fetched(loopback, url, { write: () => Promise.reject(full) })).rejects.toBe(full)
  })
})

describe('an address of a file', () => {
  // S7.10, S10.1, S10.3: spellings of the loopback, and what is no place to fetch from.
  it.each([
    ['http://2130706433/', 'egress_address'],
    ['http://0x7f.1/', 'egress_address'],
    ['http://①②⑦.⓪.⓪.①/', 'egress_address'],
    ['https://127.0.0.1/', 'egress_address'],
    ['https://0177.0.0.1/', 'egress_address'],
    ['https://[::ffff:127.0.0.1]/', 'egress_address'],
    ['https://[::]/', 'egress_address'],
    ['https://[fe80::1]/', 'egress_address'],
    ['https://user:pass@host/', 'egress_url'],
    ['ftp://host/', 'egress_url'],
    ['file:///etc/passwd', 'egress_url'],
    ['gopher://host/', 'egress_url'],
    ['http://8.8.8.8/', 'egress_url'],
  ])('%s: %s', async (url, want) => expect(await codeOf(fetched(strict, url))).toBe(want))

  it('of which one face is inside is refused, and nothing is sent (S10.2)', async () => {
    let connections = 0
    await serve((_, reply) => reply.end())
    servers.at(-1)?.on('connection', () => (connections += 1))
    const rebinding = createNodeEgress({ allowed: [], resolve: async () => ['8.8.8.8', '127.0.0.1'] })
    expect(await codeOf(fetched(rebinding, 'https://feed.example/'))).toBe('egress_address')
    expect(connections).toBe(0)
  })

  it('without TLS is one that the operator wrote', async () => {
    const url = await serve((request, reply) => {
      if (request.url === '/away') reply.writeHead(302, { location: 'http://elsewhere.example/' }).end()
      else reply.end('x')
    })
    const { port } = new URL(url)
    // 127.0.0.2 stands for a mirror in an opened network; only loopback itself is let through without TLS otherwise.
    const mirror = createNodeEgress({
      allowed: ['127.0.0.0/8', '192.0.2.0/24'],
      resolve: async host => [host === 'mirror.example' ? '127.0.0.1' : '192.0.2.1'],
    })
    const at = (path: string) => `http://mirror.example:${port}${path}`
    expect((await fetched(mirror, at('/'), { allowHttp: true })).text).toBe('x')
    expect(await codeOf(fetched(mirror, at('/away'), { allowHttp: true }))).toBe('egress_url')
  })

  it('of another host is asked for in that name', async () => {
    const url = await serve((request, reply) => reply.end(request.headers.host))
    const egress = createNodeEgress({ allowed: ['127.0.0.1'], resolve: async () => ['127.0.0.1'] })
    expect((await fetched(egress, url.replace('127.0.0.1', 'feed.example'))).text).toContain('feed.example')
  })
})

describe('a header', () => {
  it.each([
    ['x-a', 'a\r\nb: c'],
    ['Host', 'inside'],
    ['x a', 'b'],
    ['x-long', 'x'.repeat(1001)],
  ])('%j is refused', async (name, value) => {
    expect(await codeOf(fetched(loopback, 'https://127.0.0.1/', { headers: { [name]: value } }))).toBe('egress_header')
  })
})
