import { readFile } from 'node:fs/promises'
import { type RouteName, routes } from '@patchyard/api'
import { type Permission, roleLabels, roleMay, roles } from '@patchyard/domain'
import { systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin } from './door-client.ts'
import { addMember, type Member } from './people.ts'

// Who may call what, route by route. The table is a file so that a review sees when a right changes:
// `PATCHYARD_WRITE_TABLES=1 npm test -- db route-permissions` writes it anew.

const FILE = new URL('route-permissions.md', import.meta.url)
const names = Object.keys(routes) as RouteName[]

type Speaker = 'nobody' | (typeof roles)[number]
const speakers: readonly Speaker[] = ['nobody', ...roles]

function may(name: RouteName, speaker: Speaker): boolean {
  const { permission } = routes[name] as { permission: string }
  if (permission === 'public') return true
  if (speaker === 'nobody') return false
  return permission === 'session' || roleMay(speaker, permission as Permission)
}

function table(): string {
  const rows = names.map(name => {
    const { method, path, permission } = routes[name]
    return [`${method} ${path}`, permission, ...speakers.map(one => (may(name, one) ? '✓' : ''))]
  })
  const heads = ['route', 'permission', ...speakers.map(one => (one === 'nobody' ? 'Nobody' : roleLabels[one]))]
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map(row => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [
    '# Routes and roles',
    '',
    'Written by `route-permissions.db.test.ts`, which calls every cell. Paths are below `/api/v1`.',
    '',
    line(heads),
    line(widths.map(width => '-'.repeat(width))),
    ...rows.map(line),
    '',
  ].join('\n')
}

let server: TestServer
const members = new Map<Speaker, Member>()

beforeAll(async () => {
  server = await testServer()
  await firstAdmin(server)
  for (const role of roles) members.set(role, await addMember(server, `${role}@example.org`, role))
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

it('the table is the one in route-permissions.md', async () => {
  if (process.env['PATCHYARD_WRITE_TABLES'] === '1') {
    const { writeFile } = await import('node:fs/promises')
    await writeFile(FILE, table())
  }
  expect(await readFile(FILE, 'utf8')).toBe(table())
})

describe.each(speakers)('%s', speaker => {
  // Signing out ends the session; asked with a key nothing ends, and rights are the same.
  it.each(names)('%s', async name => {
    const { method, path } = routes[name]
    const secret = members.get(speaker)?.secret
    const reply = await server.app.inject({
      method,
      url: `/api/v1${path.replace(':id', systemRandom.uuid())}`,
      headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
      // Nothing that could be made: a body that is refused comes after the question who asks.
      ...(method === 'POST' || method === 'PATCH' ? { payload: { nothing: true } } : {}),
    })
    if (may(name, speaker)) expect([200, 400, 404]).toContain(reply.statusCode)
    else expect(reply.statusCode).toBe(speaker === 'nobody' ? 401 : 403)
    expect(reply.statusCode).not.toBe(500)
  })
})
