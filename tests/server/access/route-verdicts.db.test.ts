import { readFile } from 'node:fs/promises'
import { type RouteName, routes } from '@patchyard/api'
import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import type { Clock } from '@patchyard/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost } from '../arrange.ts'
import { ORIGIN, sessionCookie } from '../cookie-browser.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember, addSubscription, type Member } from '../people.ts'

// Threat T2: each route with each kind of credentials, and the verdict about them before anything else is looked at. The verdicts
// are a file, so that a review sees when one changes: PATCHYARD_WRITE_TABLES=1 npm test -- db route-verdicts

const FILE = new URL('route-verdicts.md', import.meta.url)
const names = Object.keys(routes) as RouteName[]

/** Who asks; the credentials are in force unless the name says otherwise. */
const speakers = {
  nobody: {},
  'session that ended': { cookie: 'over' },
  'key that ended': { key: 'over' },
  'key that was revoked': { key: 'revoked' },
  'key of who was disabled': { key: 'disabled' },
  'key that never was': { key: 'unknown' },
  'session as key': { key: 'session' },
  'activation key': { key: 'activation' },
  "agent's signature": { signature: true },
  'session of a reader': { cookie: 'reader' },
  'key of a reader': { key: 'reader' },
  'session where suspended': { cookie: 'suspended' },
  'key where suspended': { key: 'suspended' },
} as const satisfies Record<string, { key?: string; cookie?: string; signature?: true }>
type Speaker = keyof typeof speakers
const speakerNames = Object.keys(speakers) as Speaker[]

let server: TestServer
let ahead = 0
let asked = 0
const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + ahead }
const keys = new Map<string, string>()
const cookies = new Map<string, string>()

beforeAll(async () => {
  server = await testServer({ clock, argv: ['--public-url', ORIGIN] })
  const admin: Person = await firstAdmin(server)
  const over = await addMember(server, 'over@example.org', 'administrator')
  const activation = await activationKey(admin)
  await enrolledHost(server, activation)
  ahead = 13 * 60 * 60 * 1000
  const reader = await addMember(server, 'reader@example.org', 'patchReader')
  const disabled = await addMember(server, 'disabled@example.org', 'administrator')
  const other = await addSubscription(server, 'Suspended')
  const suspended = await addMember(server, 'suspended@example.org', 'administrator', other)
  const ended = await madeKey(over.person)
  await server.db.owner(`update api_key set expires_at = created_at where public_id = $1`, [ended.id])
  const revoked = await madeKey(admin)
  await admin.call('DELETE', `/api-keys/${revoked.id}`)
  await server.db.owner(
    `update membership set disabled_at = now() where person_id = (select id from person where email = 'disabled@example.org')`,
  )
  await server.db.owner(`update subscription set suspended_at = now() where id = $1`, [other])
  keys.set('over', ended.secret).set('revoked', revoked.secret).set('disabled', disabled.secret)
  keys.set('unknown', `pyk_${'A'.repeat(43)}`).set('activation', activation)
  keys.set('reader', reader.secret).set('suspended', suspended.secret)
  const sessionOf = (member: Member): string => /pys_[\w-]+/.exec(member.cookie)?.[0] ?? ''
  keys.set('session', sessionOf(reader))
  cookies.set('over', over.cookie).set('reader', reader.cookie).set('suspended', suspended.cookie)
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

async function madeKey(maker: Person): Promise<{ id: string; secret: string }> {
  const { body } = await maker.call('POST', '/api-keys', { title: 'K' })
  return { id: body.key.id as string, secret: body.secret as string }
}

async function signInAgain(): Promise<void> {
  for (const who of ['reader', 'suspended']) {
    asked += 1
    cookies.set(who, await sessionCookie(server, `${who}@example.org`, `10.251.0.${asked % 200}`))
  }
}

/** The head of a signed request as an agent sends it to its own door. */
const signed = {
  signature: `pyp1=:${'A'.repeat(86)}==:`,
  'signature-input': `pyp1=("@method" "@path" "content-digest");created=1;keyid="${'0'.repeat(64)}"`,
}

async function ask(name: RouteName, speaker: Speaker): Promise<string> {
  const { method, path } = routes[name]
  const who: { readonly key?: string; readonly cookie?: string; readonly signature?: true } = speakers[speaker]
  asked += 1
  const reply = await server.app.inject({
    method,
    url: `/api/v1${path.replace(':id', systemRandom.uuid()).replace(':person', systemRandom.uuid())}`,
    // Limits count by address: these are many clients.
    remoteAddress: `10.${Math.floor(asked / 60) % 250}.0.${asked % 200}`,
    headers: {
      ...(who.key === undefined ? {} : { authorization: `Bearer ${keys.get(who.key)}` }),
      ...(who.cookie === undefined ? {} : { cookie: cookies.get(who.cookie) }),
      ...(who.signature === undefined ? {} : signed),
    },
    // Nothing that could be made: a body is looked at after the question who asks.
    ...(method === 'POST' || method === 'PATCH' ? { payload: { nothing: true } } : {}),
  })
  if (reply.statusCode === 401) return '401'
  if (reply.statusCode !== 403) return 'in'
  const { code } = reply.json<{ code: string }>()
  return code === 'forbidden' ? '403' : code
}

async function table(): Promise<string> {
  const heads = ['route', ...speakerNames]
  const rows: string[][] = []
  for (const name of names) {
    const row = [`${routes[name].method} ${routes[name].path}`]
    for (const speaker of speakerNames) {
      row.push(await ask(name, speaker))
      // These end sessions that the next ones need.
      if (name === 'signOut' || name === 'endOtherSessions') await signInAgain()
    }
    rows.push(row)
  }
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map(row => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [
    '# Routes and credentials',
    '',
    'Written by `route-verdicts.db.test.ts`, which asks every route with every kind of credentials. Paths are below `/api/v1`.',
    '*401*: not known; *403*: known, and may not; another word: the code of the refusal; *in*: let in as far as the body, which then',
    'was none. What lies behind another subscription answers as if it did not exist: `wall.db.test.ts`.',
    '',
    line(heads),
    line(widths.map(width => '-'.repeat(width))),
    ...rows.map(line),
    '',
  ].join('\n')
}

let now = ''
beforeAll(async () => {
  now = await table()
}, 120_000)

it('the table is the one in route-verdicts.md', async () => {
  if (process.env['PATCHYARD_WRITE_TABLES'] === '1') {
    const { writeFile } = await import('node:fs/promises')
    await writeFile(FILE, now)
  }
  expect(now).toBe(await readFile(FILE, 'utf8'))
})

describe('credentials that are not in force', () => {
  const useless: readonly Speaker[] = speakerNames.slice(0, 9)
  it.each(useless)('%s: let in nowhere but where everybody is', speaker => {
    const column = speakerNames.indexOf(speaker) + 2
    for (const name of names) {
      const { method, path, permission } = routes[name] as { method: string; path: string; permission: string }
      const row = now.split('\n').find(text => text.startsWith(`| ${method} ${path} `)) ?? ''
      const verdict = row.split('|')[column]?.trim()
      expect(`${method} ${path} ${verdict}`).toBe(`${method} ${path} ${permission === 'public' ? 'in' : '401'}`)
    }
  })
})
