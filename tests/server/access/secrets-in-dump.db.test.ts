import { decodeActivationKey } from '@patchyard/protocol'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost } from '../arrange.ts'
import { type CookieBrowser, cookieBrowser, ORIGIN, signInAs } from '../cookie-browser.ts'
import { personWith } from '../door-client.ts'
import { softwareAuthenticator } from '../software-authenticator.ts'
import { fromBase32, totpCode } from '../totp-code.ts'

// "A database dump holds no usable secret": a little life in which every secret of the product is made and used, and then every row
// of every table searched for each of them, in every spelling that a dump could have it in.

let server: TestServer
/** What somebody who reads a dump must not find, by what it is. */
const secrets = new Map<string, string>()
let dump: { table: string; text: string }[]

beforeAll(async () => {
  server = await testServer({ argv: ['--public-url', ORIGIN] })
  await live()
  dump = await dumped()
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

function keep(what: string, secret: unknown): string {
  if (typeof secret !== 'string' || secret.length < 8) throw new Error(`${what}: ${JSON.stringify(secret)}`)
  secrets.set(what, secret)
  return secret
}
const must = async (browser: CookieBrowser, method: 'POST' | 'GET' | 'PATCH', path: string, body?: object) => {
  const reply = await browser.ask(method, path, body)
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}
const sessionOf = (browser: CookieBrowser): string =>
  [...browser.jar.values()].find(value => value.startsWith('pys_')) ?? ''

async function live(): Promise<void> {
  await server.listen()
  const admin = cookieBrowser(server, '192.0.2.1')
  const password = keep('password', 'horse battery staple 11')
  const token = keep("first administrator's link", server.file('first-admin-token')?.trim())
  await must(admin, 'POST', '/first-admin', { token, email: 'admin@example.org', name: 'Admin', password })
  keep('session', sessionOf(admin))
  for (const [name, value] of admin.jar) if (!value.startsWith('pys_')) keep(`cookie ${name}`, value)

  keep('link of an invitation', (await must(admin, 'POST', '/people', { email: 'new@example.org', name: 'New' })).link)
  const invited = (secrets.get('link of an invitation') ?? '').split('token=')[1] ?? ''
  keep('token of an invitation', invited)
  const other = cookieBrowser(server, '192.0.2.2')
  const theirs = keep('password by a link', 'a whole other horse 12')
  await must(other, 'POST', '/one-time-link', { token: invited, password: theirs })
  const subscription = await must(admin, 'POST', '/subscriptions', {
    name: 'North',
    administrator: { email: 'north@example.org', name: 'North' },
  })
  keep('link of a subscription, unused', subscription.link.split('token=')[1])

  const key = await must(admin, 'POST', '/api-keys', { title: 'Key' })
  await personWith(server, keep('API key', key.secret)).call('GET', '/me')
  const activation = keep('activation key', await activationKey(personWith(server, key.secret)))
  keep('seed of the activation key', Buffer.from(decodeActivationKey(activation)?.seed ?? []).toString('hex'))
  await enrolledHost(server, activation)
  keep('client secret', 'very-secret-of-the-client')
  await must(admin, 'POST', '/identity-providers', {
    title: 'Login',
    issuer: 'https://login.example.org',
    clientId: 'patchyard',
    clientSecret: secrets.get('client secret'),
  })

  const totp = await must(admin, 'POST', '/me/totp')
  keep('authenticator app', totp.secret)
  const codes = await must(admin, 'POST', '/me/totp/confirm', { code: totpCode(totp.secret, Date.now()) })
  for (const [n, code] of (codes.codes as string[]).entries()) keep(`recovery code ${n}`, code)
  const passkey = softwareAuthenticator(ORIGIN)
  const challenge = await must(admin, 'POST', '/me/passkeys/challenge')
  keep("passkey's challenge", challenge.options.challenge)
  await must(admin, 'POST', '/me/passkeys', { title: 'Key', passkey: passkey.register(challenge.options) })

  const half = cookieBrowser(server, '192.0.2.3')
  keep('half of a sign-in', (await signInAs(half, 'admin@example.org', password)).body.step)
  const device = await must(half, 'POST', '/device-login', { machine: 'laptop' })
  keep('device code', device.deviceCode)
  keep('code to type', device.userCode)
  await must(admin, 'POST', '/device-login/decide', { userCode: device.userCode, allow: true })
  keep('key by a device', (await must(half, 'POST', '/device-login/take', { deviceCode: device.deviceCode })).secret)
  const waiting = await must(half, 'POST', '/device-login', { machine: 'laptop' })
  keep('device code that waits', waiting.deviceCode)

  const named = await server.app.inject({
    method: 'POST',
    url: '/api/v1/api-keys',
    headers: {
      authorization: `Bearer ${key.secret}`,
      'idempotency-key': keep('name of a request', 'request-4711-abcdef'),
    },
    payload: { title: 'named' },
  })
  keep('API key of a named request', named.json<{ secret: string }>().secret)
  for (const name of ['director.key', 'root.key', 'audit.key', 'cursor.key', 'secrets.key', 'secret-box.key']) {
    const file = server.file(name)?.trim()
    if (file !== undefined && /^[\x20-\x7e]{8,}$/.test(file)) keep(`file ${name}`, file)
  }
}

/** Every row of every table as text; bytea is hex there. */
async function dumped(): Promise<{ table: string; text: string }[]> {
  const tables = await server.db.owner<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const all: { table: string; text: string }[] = []
  for (const { name } of tables) {
    const rows = await server.db.owner<{ text: string }>(`select x::text as text from "${name}" x`)
    all.push({ table: name, text: rows.map(row => row.text).join('\n') })
  }
  return all
}

/** A secret as somebody could have written it down, with and without its prefix. */
function spellings(secret: string): string[] {
  const bare = /^py[a-z]_([\w-]{43})$/.exec(secret)?.[1]
  const texts = [secret, ...(bare === undefined ? [] : [bare])]
  const bytes: Uint8Array[] = texts.map(text => Buffer.from(text, 'utf8'))
  if (bare !== undefined) bytes.push(Buffer.from(bare, 'base64url'))
  if (/^[0-9a-f]{64}$/.test(secret)) bytes.push(Buffer.from(secret, 'hex'))
  if (/^[A-Z2-7]{16,}$/.test(secret)) bytes.push(fromBase32(secret))
  return [
    ...texts,
    ...texts.map(text => text.replaceAll('-', '')).filter(text => text.length >= 8),
    ...texts.map(text => encodeURIComponent(text)),
    ...bytes
      .map(one => Buffer.from(one))
      .flatMap(one => [one.toString('hex'), one.toString('base64').replace(/=+$/, ''), one.toString('base64url')]),
  ]
}

describe('a dump of the database', () => {
  it('was searched for every secret there is', () => {
    expect(dump.length).toBeGreaterThan(40)
    for (const prefix of ['pys_', 'pyk_', 'pya_']) {
      expect([...secrets.values()].some(secret => secret.startsWith(prefix))).toBe(true)
    }
    expect(secrets.size).toBeGreaterThan(25)
  })

  it('shows what it holds: the search finds what is no secret, in text and in bytes', () => {
    const found = (text: string) => dump.filter(one => one.text.includes(text)).map(one => one.table)
    expect(found('admin@example.org')).toContain('person')
    expect(found(Buffer.from('admin@example.org').toString('hex'))).toEqual([])
    expect(found('https://login.example.org')).toContain('identity_provider')
  })

  it('holds none of them, in any spelling', () => {
    const leaks: string[] = []
    for (const [what, secret] of secrets) {
      for (const spelling of new Set(spellings(secret))) {
        for (const { table, text } of dump) {
          if (text.toLowerCase().includes(spelling.toLowerCase())) leaks.push(`${what} stands in ${table}`)
        }
      }
    }
    expect([...new Set(leaks)]).toEqual([])
  })

  it('and neither does the log of the server', () => {
    const log = JSON.stringify(server.log)
    for (const [what, secret] of secrets) expect(`${what}: ${log.includes(secret)}`).toBe(`${what}: false`)
  })
})
