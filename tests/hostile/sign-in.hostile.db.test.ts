import { readFileSync } from 'node:fs'
import { routes } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type CookieBrowser,
  cookieBrowser,
  cookieHeader,
  firstAdminBrowser,
  ORIGIN,
  PASSWORD,
  signInAs,
} from '../server/cookie-browser.ts'
import { addMember } from '../server/people.ts'
import { type Lies, softwareAuthenticator } from '../server/software-authenticator.ts'
import { totpCode } from '../server/totp-code.ts'
import { genericCases, mutate, pathsOf } from './mutate.ts'
import { expectHarmless } from './oracles.ts'
import { signInBodies } from './sign-in-bodies.ts'
import { guessesBehindHeaders, medianMs, triesInTurns } from './sign-in-tries.ts'
import { createTriedPlaces } from './tried-places.ts'

// Table S8 of the catalogue: sign-in, sessions, set-up.

const MINUTE = 60_000
/** For what works out hundreds of passwords: 20 ms of processor each, on a machine that may be busy. */
const PATIENCE = { timeout: 120_000 }

interface Rows {
  readonly setup: readonly { id: string; method: 'GET' | 'POST'; url: string }[]
  readonly crossSite: readonly { id: string; say: string; headers: Record<string, string>; status: number }[]
  readonly passkeys: readonly { id: string; say: string; lies: Lies }[]
}
const rows = JSON.parse(readFileSync(new URL('sign-in.json', import.meta.url), 'utf8')) as Rows

let server: TestServer
let admin: CookieBrowser
let ahead = 0
/** While it stands, the clock stands: waiting times must not pass only because the machine is slow. */
let stoppedMs: number | null = null
const clock: Clock = { ...systemClock, nowMs: () => stoppedMs ?? systemClock.nowMs() + ahead }

beforeAll(async () => {
  server = await testServer({ clock, argv: ['--public-url', ORIGIN] })
  admin = await firstAdminBrowser(server)
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

let people = 0
async function person(): Promise<{ email: string; browser: CookieBrowser }> {
  people += 1
  ahead += MINUTE
  const { email } = await addMember(server, `victim${people}@example.org`, 'patchManager')
  const browser = cookieBrowser(server, `192.0.2.${people}`)
  expect((await signInAs(browser, email)).status).toBe(201)
  return { email, browser }
}
const me = async (browser: CookieBrowser): Promise<number> => (await browser.ask('GET', '/me')).status

describe('set-up after it is done', () => {
  it.each(rows.setup)('$id $method $url is nothing', async ({ method, url }) => {
    const body = { token: `pya_${'A'.repeat(43)}`, email: 'evil@example.org', name: 'Evil', password: PASSWORD }
    const reply = await server.app.inject({ method, url, ...(method === 'POST' ? { payload: body } : {}) })
    expect(reply.statusCode).toBe(404)
    expectHarmless({ status: reply.statusCode, headers: reply.headers, text: reply.body })
  })
})

describe('S8.2 passwords tried', () => {
  it(
    'with an address made up each time count for account and true peer; the person elsewhere gets in',
    PATIENCE,
    async () => {
      const { email } = await person()
      const codes = await guessesBehindHeaders(server, email, '198.51.100.66', 10_000)
      // Five attempts, and what the growing delay lets through while the loop runs.
      expect(codes.get(401) ?? 0).toBeLessThan(20)
      expect((codes.get(401) ?? 0) + (codes.get(429) ?? 0)).toBe(10_000)
      expect((await signInAs(cookieBrowser(server, '192.0.2.200'), email)).status).toBe(201)
    },
  )

  it('from many addresses slow the account down by seconds, and never a browser that is known', PATIENCE, async () => {
    const { email, browser } = await person()
    let refused = 0
    for (let n = 0; n < 120; n += 1) {
      const reply = await signInAs(cookieBrowser(server, `203.0.113.${n}`), email, 'wrong password')
      if (reply.status === 429) refused += 1
    }
    expect(refused).toBeGreaterThan(40)
    const stranger = await signInAs(cookieBrowser(server, '203.0.113.250'), email)
    expect([201, 429]).toContain(stranger.status)
    if (stranger.status === 429) expect(Number(stranger.headers['retry-after'])).toBeLessThanOrEqual(30)
    const known = cookieBrowser(
      server,
      '203.0.113.251',
      new Map([...browser.jar].filter(([name]) => name.endsWith('known'))),
    )
    expect((await signInAs(known, email)).status).toBe(201)
    ahead += MINUTE
    expect((await signInAs(cookieBrowser(server, '203.0.113.252'), email)).status).toBe(201)
  })

  it('at once are no more than five', async () => {
    const { email } = await person()
    const browser = cookieBrowser(server, '198.51.100.67')
    stoppedMs = clock.nowMs()
    const asking = Array.from({ length: 50 }, (_, n) => signInAs(browser, email, `at once ${n}`))
    const replies = await Promise.all(asking).finally(() => {
      stoppedMs = null
    })
    expect(replies.filter(reply => reply.status === 401)).toHaveLength(5)
  })
})

describe('S8.3 an unknown address', () => {
  // Twenty each, whose medians tell a check that is left out; a thousand each, as the row asks, in sign-in.long.test.ts.
  it('answers like a wrong password, and takes its time', PATIENCE, async () => {
    const { email } = await person()
    const tries = await triesInTurns(server, email, 20, () => {
      ahead += 120 * MINUTE
    })
    const all = [...tries.known, ...tries.unknown]
    expect(new Set(all.map(({ reply }) => JSON.stringify({ ...reply.body, requestId: '' }))).size).toBe(1)
    expect(all.every(({ reply }) => reply.status === 401 && reply.cookies.length === 0)).toBe(true)
    const ratio = medianMs(tries.unknown) / medianMs(tries.known)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
    // Both are told to the audit, what was typed to neither.
    const audited = await server.db.owner<{ text: string }>(
      `select object || detail::text as text from audit where action = 'session.refuse' order by at desc limit 20`,
    )
    expect(audited.some(row => row.text.includes('person:unknown'))).toBe(true)
    expect(audited.some(row => row.text.includes('nobody') || row.text.includes('wrong password'))).toBe(false)
  })
})

describe('a password', () => {
  it('S8.4 that differs only behind its 72nd byte is another one', async () => {
    const { email, browser } = await person()
    const long = 'a quite long start of a password, as some people have them, 72 bytes and '
    const change = await browser.ask('POST', '/me/password', { oldPassword: PASSWORD, newPassword: `${long}one` })
    expect([change.status, Buffer.byteLength(long) > 72]).toEqual([200, true])
    expect((await signInAs(cookieBrowser(server, '198.51.100.70'), email, `${long}two`)).status).toBe(401)
    expect((await signInAs(cookieBrowser(server, '198.51.100.70'), email, `${long}one`)).status).toBe(201)
  })

  it('S8.5 of a megabyte is refused before it is hashed', async () => {
    const { email, browser } = await person()
    const before = await server.db.owner(`select key from sign_in_try`)
    const password = 'x'.repeat(1_000_000)
    for (const reply of [
      await signInAs(cookieBrowser(server, '198.51.100.71'), email, password),
      await browser.ask('POST', '/me/password', { oldPassword: PASSWORD, newPassword: password }),
      await browser.ask('POST', '/session/prove', { password }),
      await cookieBrowser(server).ask('POST', '/one-time-link', { token: 'x'.repeat(40), password }),
    ]) {
      expect([reply.status, reply.body.code]).toEqual([400, 'malformed'])
    }
    // Attempts are counted before anything is hashed.
    expect(await server.db.owner(`select key from sign_in_try`)).toHaveLength(before.length)
  })
})

describe('S8.6 a code of an authenticator app', () => {
  it('sent a hundred times at once, each with its own step, signs in once', async () => {
    const { email, browser } = await person()
    const { secret } = (await browser.ask('POST', '/me/totp')).body
    await browser.ask('POST', '/me/totp/confirm', { code: totpCode(secret, clock.nowMs()) })
    ahead += 2 * MINUTE
    const steps: string[] = []
    for (let n = 0; n < 25; n += 1) steps.push((await signInAs(browser.copy(), email)).body.step as string)
    expect(new Set(steps).size).toBe(25)
    const code = totpCode(secret, clock.nowMs())
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        cookieBrowser(server, `198.18.7.${n}`).ask('POST', '/session/second-factor', { step: steps[n % 25], code }),
      ),
    )
    expect(replies.filter(reply => reply.status === 201)).toHaveLength(1)
    expect(replies.every(reply => [201, 401, 429].includes(reply.status))).toBe(true)
  })
})

describe('S8.7 the session of somebody', () => {
  it('who is disabled ends at once', async () => {
    const { email, browser } = await person()
    await server.db.owner(`update person set disabled_at = now() where email = $1`, [email])
    expect(await me(browser)).toBe(401)
    expect((await signInAs(cookieBrowser(server, '198.51.100.72'), email)).body.code).toBe('sign_in_refused')
  })

  it('whose password was set by a link ends at once, and the link works once, for its person', async () => {
    const { email, browser } = await person()
    const other = await person()
    const { id } = (await browser.ask('GET', '/me')).body
    await signInAs(admin, 'admin@example.org')
    const made = await admin.ask('POST', `/people/${id}/link`, undefined, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    })
    expect(made.status).toBeLessThan(300)
    // S8.9: built from the configured address, whatever the request calls us.
    const link = made.body.link as string
    expect(link.startsWith(`${ORIGIN}/set-password#token=`)).toBe(true)
    const token = link.split('token=')[1]
    const fresh = cookieBrowser(server, '198.51.100.73')
    expect((await fresh.ask('POST', '/one-time-link/inspect', { token })).body).toMatchObject({
      email,
      kind: 'setPassword',
    })
    const uses = await Promise.all(
      Array.from({ length: 5 }, () =>
        fresh.copy().ask('POST', '/one-time-link', { token, password: 'a new and long one' }),
      ),
    )
    expect(uses.filter(reply => reply.status === 201)).toHaveLength(1)
    expect(uses.filter(reply => reply.body.code === 'one_time_link_refused')).toHaveLength(4)
    expect([await me(browser), await me(other.browser)]).toEqual([401, 200])
    expect((await signInAs(other.browser, other.email)).status).toBe(201)
    ahead += 8 * 24 * 60 * MINUTE
  })

  it('whose role is cut may no more what it gave', async () => {
    const { email, browser } = await person()
    expect((await browser.ask('POST', '/jobs', {})).status).toBe(400)
    await server.db.owner(
      `update membership set roles = '{patchReader}' where person_id = (select id from person where email = $1)`,
      [email],
    )
    expect((await browser.ask('POST', '/jobs', {})).status).toBe(403)
  })
})

describe('S8.8 a sign-in from', () => {
  it.each(rows.crossSite)('$id $say is refused', async ({ headers, status }) => {
    const reply = await server.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'content-type': 'application/json', ...headers },
      payload: JSON.stringify({ email: 'admin@example.org', password: PASSWORD }),
    })
    expect(reply.statusCode).toBe(status)
    expect(reply.cookies).toEqual([])
  })

  it('our own page sets a cookie that scripts and other sites never see', async () => {
    const browser = cookieBrowser(server, '198.51.100.74')
    const { cookies } = await signInAs(browser, 'admin@example.org')
    expect(cookies.map(cookie => cookie.name)).toEqual(['__Host-patchyard', '__Host-patchyard-known'])
    for (const cookie of cookies)
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' })
  })
})

describe('S8.10 a passkey that answers with', () => {
  it.each(rows.passkeys)('$id $say is refused, to register and to sign in', async ({ lies }) => {
    const { browser } = await person()
    const device = softwareAuthenticator(ORIGIN)
    const registering = (await browser.ask('POST', '/me/passkeys/challenge')).body.options
    if (lies.wrongKey !== true && lies.brokenSignature !== true && lies.type === undefined) {
      const bad = await browser.ask('POST', '/me/passkeys', {
        title: 'Bad',
        passkey: device.register(registering, lies),
      })
      expect([bad.status, bad.body.code]).toEqual([401, 'passkey_refused'])
    }
    const { options: again } = (await browser.ask('POST', '/me/passkeys/challenge')).body
    expect((await browser.ask('POST', '/me/passkeys', { title: 'Good', passkey: device.register(again) })).status).toBe(
      201,
    )
    const stranger = cookieBrowser(server, '198.51.100.75')
    const { options } = (await stranger.ask('POST', '/session/passkey/challenge', {})).body
    const refused = await stranger.ask('POST', '/session/passkey', { passkey: device.assert(options, lies) })
    expect([refused.status, refused.body.code]).toEqual([401, 'passkey_refused'])
    expect(stranger.jar.size).toBe(0)
  })

  it('a challenge of before: used, too old, for another purpose or another session', async () => {
    const { browser } = await person()
    const device = softwareAuthenticator(ORIGIN)
    const { options: making } = (await browser.ask('POST', '/me/passkeys/challenge')).body
    await browser.ask('POST', '/me/passkeys', { title: 'Good', passkey: device.register(making) })
    const stranger = cookieBrowser(server, '198.51.100.76')
    const challenge = async () => (await stranger.ask('POST', '/session/passkey/challenge', {})).body.options
    const enter = async (passkey: object) => (await stranger.ask('POST', '/session/passkey', { passkey })).status

    const used = device.assert(await challenge())
    expect([await enter(used), await enter(used)]).toEqual([201, 401])
    const old = device.assert(await challenge())
    ahead += 6 * MINUTE
    expect(await enter(old)).toBe(401)
    const { options: proving } = (await browser.ask('POST', '/session/prove/passkey')).body
    expect(await enter(device.assert(proving))).toBe(401)
    const entering = await browser.ask('POST', '/session/prove', { passkey: device.assert(await challenge()) })
    expect([entering.status, entering.body.code]).toEqual([401, 'passkey_refused'])
  })
})

const isTried = createTriedPlaces()

describe.each(Object.keys(signInBodies) as (keyof typeof signInBodies)[])('%s', name => {
  it('refuses or keeps inert whatever stands in any member', PATIENCE, async () => {
    const { browser } = await person()
    await signInAs(admin, 'admin@example.org')
    const route = routes[name] as { method: 'POST' | 'PATCH'; path: string; permission: string }
    const speaker = route.permission === 'signIn.manage' ? admin : browser
    const cookie = cookieHeader(speaker.jar)
    const url = `/api/v1${route.path.replace(':id', systemRandom.uuid())}`
    let asked = 0
    for (const one of genericCases) {
      const body = signInBodies[name]?.() ?? {}
      const places = pathsOf(body)
      for (const at of (one.times ?? 0) < 100_000 ? places : places.slice(0, 2)) {
        if (!isTried((route as { body?: unknown }).body, at, one)) continue
        const text = mutate(body, at, one)
        if (text === null) continue
        const reply = await server.app.inject({
          method: route.method,
          url,
          remoteAddress: `10.${name.length}.${Math.floor((asked += 1) / 20) % 250}.${asked % 20}`,
          headers: { cookie, 'content-type': 'application/json' },
          payload: text,
        })
        const said = `${one.id} at ${at.join('.')}: ${reply.statusCode} ${reply.body.slice(0, 300)}`
        if (reply.statusCode >= 500) throw new Error(said)
        expectHarmless(
          { status: reply.statusCode, headers: reply.headers, text: reply.body },
          text.length > 100_000 ? '' : text,
        )
        if (one.never === true && reply.statusCode < 400) throw new Error(`${said}: must be refused`)
      }
    }
    expect(await me(speaker)).toBe(200)
  })
})
