import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer, type TestServerOptions } from '../testing/index.ts'
import { type AnyRoute, route } from './route.ts'

const answerIp = route({
  method: 'GET',
  path: '/peer',
  permission: 'public',
  operationId: 'peer',
  summary: 'Peer',
  tag: 'test',
  response: Type.Object({ ip: Type.String() }, { $id: 'Peer' }),
  handler: async (_nobody, { request }) => ({ ip: request.ip }),
})

type Features = NonNullable<TestServerOptions['registerFeatures']>

const only =
  (...routes: readonly AnyRoute[]): Features =>
  async context =>
    context.routes.add(routes)

describe('the page', () => {
  let folder: string
  let server: TestServer

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'patchyard-page-'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>')
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'export {}')
    writeFileSync(join(folder, '.env'), 'SECRET=1')
    server = await testServer({ pageFolder: folder, registerFeatures: only(answerIp) })
  })

  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  const html = { accept: 'text/html,application/xhtml+xml' }
  it.each([
    ['/', html, 200, /<title>page/],
    ['/jobs/1', html, 200, /<title>page/],
    ['/index.html', {}, 200, /<title>page/],
    ['/assets/main-1a2b.js', {}, 200, /export/],
    ['/assets/gone.js', {}, 404, /not_found/],
    ['/api/v1/none', html, 404, /not_found/],
    ['/agent/v1/none', html, 404, /not_found/],
    ['/.env', {}, 404, /not_found/],
    ['/../package.json', {}, 404, /not_found/],
    ['/%2e%2e/package.json', {}, 404, /not_found/],
    ['/..%2fpackage.json', {}, 404, /not_found/],
  ] as const)('%s', async (url, headers, status, text) => {
    const reply = await server.app.inject({ url, headers })
    expect(reply.statusCode).toBe(status)
    expect(reply.body).toMatch(text)
  })

  it('runs no script of others, sits in no frame, and tells nobody where one came from', async () => {
    const { headers } = await server.app.inject({ url: '/', headers: html })
    const policy = String(headers['content-security-policy'])
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "base-uri 'none'",
    ]) {
      expect(policy).toContain(part)
    }
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    })
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('the address of a peer', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9' }
  it.each([
    ['is its own, whatever it says of itself', [], '127.0.0.1'],
    ['is what a declared proxy says', ['--trust-proxy', '127.0.0.1'], '203.0.113.9'],
    ['is its own when another proxy was declared', ['--trust-proxy', '10.0.0.0/8'], '127.0.0.1'],
  ])('%s', async (_claim, argv, ip) => {
    await using server = await testServer({ argv, registerFeatures: only(answerIp) })
    const reply = await server.app.inject({ url: '/api/v1/peer', headers: forwarded })
    expect(reply.json()).toEqual({ ip })
  })

  it('is what a limit counts by', async () => {
    await using server = await testServer({ registerFeatures: only({ ...answerIp, ratePerMinute: 3 }) })
    const ask = (from: string) => server.app.inject({ url: '/api/v1/peer', remoteAddress: from, headers: forwarded })
    const statuses = []
    for (let count = 0; count < 5; count += 1) statuses.push((await ask('2001:db8::1')).statusCode)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    const refused = await ask('2001:db8::2')
    expect(refused.json()).toMatchObject({ code: 'rate', status: 429 })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('2001:db8:0:1::1')).statusCode).toBe(200)
  })
})

describe('the certificate of our own authority', () => {
  it('can be had by everybody where there is one', async () => {
    await using without = await testServer({ registerFeatures: only(answerIp) })
    expect((await without.app.inject({ url: '/ca.crt' })).statusCode).toBe(404)
  })
})

describe('a server that stops', () => {
  const slow = (began: () => void, end: Promise<void>) =>
    route({
      ...answerIp,
      handler: async () => {
        began()
        await end
        return { ip: 'done' }
      },
    })

  const get = (url: string, agent?: unknown): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(url, agent === undefined ? {} : { agent: agent as never }, reply => {
        let body = ''
        reply.on('data', chunk => (body += String(chunk)))
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body }))
        reply.on('error', reject)
      })
      sent.on('error', reject)
      sent.end()
    })

  it('answers what is in flight, takes nothing new, then runs the hooks in order', async () => {
    const began = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    const order: string[] = []
    const server = await testServer({
      async registerFeatures(context) {
        context.routes.add([slow(began.resolve, end.promise)])
        context.lifecycle.onStart(async () => void order.push('start'))
        context.lifecycle.onStop(async () => void order.push('stop first made'))
        context.lifecycle.onStop(async () => void order.push('stop last made'))
        context.lifecycle.onDrain(async () => {
          order.push('drain')
          throw new Error('does not keep the others from stopping')
        })
      },
    })
    const address = await server.listen()
    const inFlight = get(`${address}/api/v1/peer`)
    await began.promise
    const stopped = server[Symbol.asyncDispose]()
    await new Promise(resolve => setTimeout(resolve, 50))
    await expect(get(`${address}/healthz`)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/)
    end.resolve()
    expect(await inFlight).toEqual({ status: 200, body: '{"ip":"done"}' })
    await stopped
    expect(order).toEqual(['start', 'drain', 'stop last made', 'stop first made'])
  })

  it('cuts off what does not end in time', async () => {
    const began = Promise.withResolvers<void>()
    const server = await testServer({ registerFeatures: only(slow(began.resolve, new Promise(() => undefined))) })
    const address = await server.listen()
    const inFlight = get(`${address}/api/v1/peer`)
    await began.promise
    const cut = inFlight.catch(String)
    await server[Symbol.asyncDispose]()
    expect(await cut).toMatch(/hang up|ECONNRESET/)
    expect(server.log.some(line => line['msg'] === 'requests did not end in time and are cut off')).toBe(true)
  })
})

describe('a definition that is not complete', () => {
  const broken = async (change: object): Promise<unknown> => {
    const made = testServer({ registerFeatures: only({ ...answerIp, ...change }) })
    return made.then(async server => {
      await server[Symbol.asyncDispose]()
      return 'started'
    })
  }
  it.each([
    ['says nothing about who may', { permission: undefined }, /does not say who may use it/],
    ['says an empty text', { permission: '' }, /does not say who may use it/],
    [
      'names a permission that is not in the list',
      { permission: 'asset.reed' },
      /"asset.reed", which is no permission/,
    ],
    ['takes unknown members', { method: 'POST', body: Type.Object({}) }, /takes unknown members in its body/],
  ])('%s: the server does not start', async (_what, change, sentence) => {
    await expect(broken(change)).rejects.toThrow(sentence)
  })
})
