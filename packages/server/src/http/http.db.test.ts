import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer } from '../testing/index.ts'
import { testPrincipal } from '../testing/test-principal.ts'
import { Problem } from '../errors/problem.ts'
import { route } from './route.ts'

let server: TestServer

const Thing = Type.Object({ id: Type.String(), parent: Type.Union([Type.String(), Type.Null()]) }, { $id: 'Thing' })
const ThingBody = Type.Object(
  { name: Type.String({ minLength: 1 }), count: Type.Optional(Type.Integer()) },
  { additionalProperties: false, $id: 'ThingBody' },
)

const things = [
  route({
    method: 'GET',
    path: '/things',
    permission: 'asset.read',
    operationId: 'listThings',
    summary: 'Things',
    tag: 'things',
    query: Type.Object(
      {
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
        deep: Type.Optional(Type.Boolean()),
        tag: Type.Optional(Type.Array(Type.String())),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ items: Type.Array(Thing), seen: Type.Unknown() }, { $id: 'ThingList' }),
    handler: async (_principal, { query }) => ({
      items: [{ id: 'a', parent: null, secret: 'inside' } as never],
      seen: query,
    }),
  }),
  route({
    method: 'POST',
    path: '/things',
    permission: 'session',
    operationId: 'createThing',
    summary: 'Make a thing',
    tag: 'things',
    body: ThingBody,
    status: 201,
    response: Thing,
    handler: async (principal, { body }) => ({ id: body.name, parent: principal.personPublicId }),
  }),
  route({
    method: 'GET',
    path: '/things/:id',
    permission: 'public',
    operationId: 'getThing',
    summary: 'A thing',
    tag: 'things',
    params: Type.Object({ id: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
    response: Thing,
    handler: async (_nobody, { params }) => {
      if (params.id === 'boom') throw new TypeError('secret /var/lib/path select * from asset')
      if (params.id === 'missing') throw new Problem('not_found')
      return { id: params.id, parent: null }
    },
  }),
]

beforeAll(async () => {
  server = await testServer({
    async registerFeatures(context) {
      context.routes.add(things)
      context.routes.resolvePrincipalsWith(async request => {
        const who = request.headers.authorization
        if (who === undefined) return null
        if (who === 'Bearer wrong') throw new Problem('unauthenticated')
        return testPrincipal({
          personPublicId: 'p',
          via: 'apiKey',
          can: permission => who === 'Bearer reader' && permission === 'asset.read',
        })
      })
    },
  })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'
  url: string
  payload?: string | Buffer
  headers?: Record<string, string>
}

async function ask(
  request: Ask,
): Promise<{ status: number; code?: string; body: Record<string, unknown>; headers: Record<string, unknown> }> {
  const { method = 'GET', url, payload, headers } = request
  const json = payload === undefined ? {} : { 'content-type': 'application/json' }
  const reply = await server.app.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload }),
    headers: { ...json, ...headers },
  })
  const body = (reply.body === '' ? {} : JSON.parse(reply.body)) as Record<string, unknown>
  return { status: reply.statusCode, code: body['code'] as string, body, headers: reply.headers }
}

const reader = { authorization: 'Bearer reader' }
const other = { authorization: 'Bearer other' }

describe('who may', () => {
  it.each([
    ['nobody', {}, 401, 'unauthenticated'],
    ['a wrong key', { authorization: 'Bearer wrong' }, 401, 'unauthenticated'],
    ['somebody without the permission', other, 403, 'forbidden'],
    ['somebody with it', reader, 200, undefined],
  ])('%s', async (_who, headers, status, code) => {
    const answer = await ask({ url: '/api/v1/things', headers })
    expect([answer.status, answer.code]).toEqual([status, code])
  })

  it('is decided before a body is read: nobody learns what a body should be', async () => {
    const answer = await ask({ method: 'POST', url: '/api/v1/things', payload: '{"broken' })
    expect(answer.status).toBe(401)
  })
})

describe('a body is strict JSON that its schema knows', () => {
  const post = (payload: string | Buffer, headers: Record<string, string> = {}) =>
    ask({ method: 'POST', url: '/api/v1/things', payload, headers: { ...reader, ...headers } })

  it('is taken', async () => {
    const answer = await post('{"name":"x","count":-0}')
    expect([answer.status, answer.body]).toEqual([201, { id: 'x', parent: 'p' }])
  })

  it.each([
    ['an unknown member', '{"name":"x","isAdmin":true}', 'body/isAdmin'],
    ['a missing member', '{}', 'body/name'],
    ['an empty text', '{"name":""}', 'body/name'],
    ['a text for a number', '{"name":"x","count":"12"}', 'body/count'],
    ['a list for a text', '{"name":["x"]}', 'body/name'],
    ['a duplicate name', '{"name":"x","name":"y"}', 'name'],
    ['NUL', '{"name":"a\\u0000b"}', 'name'],
    ['a lone surrogate', '{"name":"\\ud800"}', 'name'],
    ['a number beyond 2^53', '{"name":"x","count":9007199254740993}', 'count'],
    ['1e400', '{"name":"x","count":1e400}', 'count'],
    ['a fraction', '{"name":"x","count":1.5}', 'count'],
    ['__proto__', '{"name":"x","__proto__":{"x":1}}', 'body/__proto__'],
    ['an array', '[]', 'body'],
    ['nothing', '', 'body'],
    ['depth 50,000', `{"name":${'['.repeat(50_000)}`, 'name'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'body'],
  ])('%s is refused', async (_what, payload, field) => {
    const answer = await post(payload)
    expect([answer.status, answer.code]).toEqual([400, 'malformed'])
    expect(String(answer.body['field'])).toContain(field.split('.')[0])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  it.each([
    ['text/plain', { 'content-type': 'text/plain' }, 415],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a compressed body', { 'content-encoding': 'gzip' }, 415],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin, in an old browser', { origin: 'https://evil.example' }, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1' }, 201],
  ])('%s', async (_what, headers, status) => {
    expect((await post('{"name":"x"}', headers as Record<string, string>)).status).toBe(status)
  })

  it('has a limit', async () => {
    const answer = await post(`{"name":"${'x'.repeat(1024 * 1024)}"}`)
    expect([answer.status, answer.code]).toEqual([413, 'too_large'])
  })
})

describe('a query has one spelling for each value', () => {
  it.each([
    ['limit=7&deep=true&tag=a&tag=b', { limit: 7, deep: true, tag: ['a', 'b'] }],
    ['tag=one', { tag: ['one'] }],
    ['', {}],
  ])('%s', async (query, seen) => {
    const answer = await ask({ url: `/api/v1/things?${query}`, headers: reader })
    expect(answer.body['seen']).toEqual(seen)
  })

  it.each([
    'limit=0',
    'limit=501',
    'limit=1e2',
    'limit=+7',
    'limit=7.0',
    'limit=',
    'limit=1&limit=2',
    'deep=1',
    'unknown=1',
    '__proto__=1',
    'tag=%00',
    'tag=%ED%A0%80x&limit=x',
  ])('%s is refused', async query => {
    const answer = await ask({ url: `/api/v1/things?${query}`, headers: reader })
    expect([answer.status, answer.code]).toEqual([400, 'malformed'])
  })
})

describe('an answer', () => {
  it('holds only what its schema has, and is not kept by caches', async () => {
    const answer = await ask({ url: '/api/v1/things', headers: reader })
    expect(answer.body['items']).toEqual([{ id: 'a', parent: null }])
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('about a mistake of ours says nothing of the inside; the log does', async () => {
    const answer = await ask({ url: '/api/v1/things/boom' })
    expect([answer.status, answer.code]).toEqual([500, 'internal'])
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|select|path|TypeError/)
    const line = server.log.find(entry => entry['msg'] === 'a request failed')
    expect(JSON.stringify(line)).toContain('secret /var/lib/path')
    expect(line?.['requestId']).toBe(answer.body['requestId'])
  })

  it('for what is not there is a problem, too', async () => {
    for (const url of ['/api/v1/things/missing', '/api/v1/nothing', '/api', '/x', '/agent/v1/none']) {
      const answer = await ask({ url })
      expect([answer.status, answer.code, answer.headers['content-type']]).toEqual([
        404,
        'not_found',
        'application/problem+json; charset=utf-8',
      ])
    }
  })

  it('names the methods of an address that exists', async () => {
    const answer = await ask({ method: 'PUT', url: '/api/v1/things', headers: reader })
    expect([answer.status, answer.code, answer.headers['allow']]).toEqual([405, 'method_not_allowed', 'GET, POST'])
  })
})

/** However a path is spelled, it is the same route with the same verdict, or no route. */
describe('a path in another spelling is never admitted with less', () => {
  const spellings = [
    '/api/v1/things/',
    '//api/v1/things',
    '/api//v1/things',
    '/api/v1//things',
    '/API/v1/things',
    '/api/v1/Things',
    '/api/v1/%74hings',
    '/%61pi/v1/things',
    '/api%2fv1%2fthings',
    '/api/v1/things%2f',
    '/api/v1/things%00',
    '/api/v1/things;x=1',
    '/api/v1/things%3fx',
    '/api/v1/./things',
    '/api/v1/x/../things',
    '/api/v1/%2e%2e/v1/things',
    '/api/v1/things?',
    '/api/v1/things?x=/../../healthz',
    '/api/v1/things%',
    '/api/v1/things#',
    '/healthz/../api/v1/things',
    '/api\\v1\\things',
    'http://evil.example/api/v1/things',
  ]
  it.each(spellings)('%s', async url => {
    for (const method of ['GET', 'POST', 'HEAD', 'DELETE', 'PUT'] as const) {
      const answer = await ask({ method, url }).catch((error: unknown) => ({ status: 400, code: String(error) }))
      expect([400, 401, 404, 405], `${method} ${url} ${answer.code}`).toContain(answer.status)
    }
  })
})
