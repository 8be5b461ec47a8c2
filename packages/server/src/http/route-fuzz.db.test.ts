import { routes as contract } from '@patchyard/api'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer, type TestServer } from '../testing/index.ts'

// CVE-2020-11651, FortiClient EMS, Ivanti EPM: an address that reaches a function without the check in front of it.

let server: TestServer

beforeAll(async () => {
  server = await testServer({ argv: ['--log-level', 'error'] })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

type Change = (path: string, at: number) => string
const insert =
  (text: string): Change =>
  (path, at) =>
    path.slice(0, at) + text + path.slice(at)

const changes: readonly Change[] = [
  ...[
    '/',
    '//',
    '/./',
    '/x/../',
    '%2f',
    '%2e%2e/',
    '%00',
    ';x',
    '%20',
    '\\',
    '%5c',
    '?',
    '%3f',
    '#',
    '%23',
    '%',
    '%c0%af',
    '\u00e9',
  ].map(insert),
  (path, at) => path.slice(0, at) + (path[at] ?? '').toUpperCase() + path.slice(at + 1),
  (path, at) =>
    `${path.slice(0, at)}%${(path.codePointAt(at) ?? 0x2f).toString(16).padStart(2, '0')}${path.slice(at + 1)}`,
  (path, at) =>
    `${path.slice(0, at)}%25${(path.codePointAt(at) ?? 0x2f).toString(16).padStart(2, '0')}${path.slice(at + 1)}`,
  path => `http://other.example${path}`,
  path => `//other.example${path}`,
]

const closed = Object.values(contract).filter(route => route.permission !== 'public')

test('no spelling of an address answers somebody without credentials', async () => {
  const step = fc.tuple(fc.constantFrom(...changes), fc.nat({ max: 60 }))
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...closed),
      method,
      fc.array(step, { maxLength: 3 }),
      async (route, verb, steps) => {
        let url = `/api/v1${route.path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000')}`
        for (const [change, at] of steps) url = change(url, Math.min(at, url.length))
        // An address that no client can send is refused before it leaves.
        const reply = await server.app.inject({ method: verb as 'GET', url }).catch(() => null)
        if (reply === null) return
        expect([400, 401, 404, 405]).toContain(reply.statusCode)
        if (verb !== 'HEAD')
          expect(reply.json<{ code: string }>().code).toMatch(
            /^(malformed|unauthenticated|not_found|method_not_allowed)$/,
          )
      },
    ),
    { numRuns: 1500 },
  )
})
