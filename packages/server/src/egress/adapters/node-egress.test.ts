import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
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

const loopback = createNodeEgress({ allowed: ['127.0.0.0/8'], limitMs: 300 })
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof EgressError ? error.code : `defect: ${String(error)}`),
  )

describe('a receiver', () => {
  it('is sent what was asked, and its answer comes back', async () => {
    const url = await serve((request, reply) => {
      request.on('data', (body: Buffer) =>
        reply.end(`${request.method} ${request.headers['x-a']?.toString()} ${body.toString()}`),
      )
    })
    const answer = await loopback.send({ url, method: 'POST', headers: { 'x-a': '1' }, body: 'b' })
    expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([200, 'POST 1 b'])
  })

  it.each<[string, RequestListener, string]>([
    [
      'that streams for ever is cut at 64 KB',
      (_, reply) => void setInterval(() => reply.write('x'.repeat(20_000)), 5).unref(),
      'egress_too_large',
    ],
    [
      'that dribbles is cut by time',
      (_, reply) => void setInterval(() => reply.write('x'), 50).unref(),
      'egress_too_slow',
    ],
    ['that never answers is cut by time', () => undefined, 'egress_too_slow'],
    [
      'that points elsewhere is not followed',
      (_, reply) => reply.writeHead(301, { location: 'http://127.0.0.1/' }).end(),
      'egress_redirect',
    ],
    ['that hangs up is unreachable', request => request.socket.destroy(), 'egress_unreachable'],
  ])('%s', async (_what, listener, want) => {
    const url = await serve(listener)
    expect(await codeOf(loopback.send({ url, method: 'GET' }))).toBe(want)
  })

  it('inside is not even connected to', async () => {
    let connections = 0
    const url = await serve((_, reply) => reply.end())
    servers.at(-1)?.on('connection', () => (connections += 1))
    expect(await codeOf(createNodeEgress({ allowed: [] }).send({ url, method: 'GET' }))).toBe('egress_address')
    expect(connections).toBe(0)
  })
})

describe('a name', () => {
  it('is resolved once, and the checked address is the one that is connected to', async () => {
    const url = await serve((request, reply) => reply.end(request.headers.host))
    let asked = 0
    const egress = createNodeEgress({
      allowed: ['127.0.0.1'],
      // Rebinding: another address for each question.
      resolve: async () => [(asked += 1) === 1 ? '127.0.0.1' : '127.0.0.99'],
    })
    const answer = await egress.send({ url: url.replace('127.0.0.1', 'rebound.example'), method: 'GET' })
    expect(Buffer.from(answer.body).toString()).toContain('rebound.example')
    expect(asked).toBe(1)
  })

  it('that nobody knows is unresolved', async () => {
    const egress = createNodeEgress({ allowed: [], resolve: () => Promise.reject(new Error('ENOTFOUND')) })
    expect(await codeOf(egress.send({ url: 'https://nowhere.example/', method: 'GET' }))).toBe('egress_unresolved')
  })
})
