import type { Clock } from '@patchyard/domain'
import { systemClock } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CookieBrowser, cookieBrowser, firstAdminBrowser, ORIGIN, PASSWORD, signInAs } from '../cookie-browser.ts'
import { softwareAuthenticator } from '../software-authenticator.ts'
import { fromBase32, totpCode } from '../totp-code.ts'

const MINUTE = 60_000

let server: TestServer
let admin: CookieBrowser
let ahead = 0
const clock: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + ahead }

beforeAll(async () => {
  server = await testServer({ clock, argv: ['--public-url', ORIGIN, '--trust-proxy', '10.9.9.9'] })
  admin = await firstAdminBrowser(server)
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

let people = 0
/** A person of the subscription, with a password. */
async function person(): Promise<{ email: string; browser: CookieBrowser }> {
  people += 1
  const email = `person${people}@example.org`
  await server.db.owner(
    `with one as (
       insert into person (public_id, email, email_folded, email_words, name, name_folded, name_words, password_hash,
                           home_subscription_id, created_at)
       select gen_random_uuid(), $1::text, $1::text, $1::text, 'Some One', 'some one', ' some one ', password_hash, 1, now()
       from person where email = 'admin@example.org' returning id)
     insert into membership (subscription_id, person_id, roles, all_assets, created_at)
     select 1, id, '{patchReader}', true, now() from one`,
    [email],
  )
  return { email, browser: cookieBrowser(server, `192.0.2.${10 + people}`) }
}

const signedIn = async (browser: CookieBrowser): Promise<boolean> => (await browser.ask('GET', '/me')).status === 200

const actions = async (): Promise<string[]> =>
  (await server.db.owner<{ action: string }>(`select action from audit where subscription_id = 1 order by n`)).map(
    row => row.action,
  )

describe('a password', () => {
  it('signs in, and out again', async () => {
    const { email, browser } = await person()
    const reply = await signInAs(browser, email)
    expect(reply).toMatchObject({ status: 201, body: { state: 'signedIn', me: { email }, step: null } })
    expect(await signedIn(browser)).toBe(true)
    const copy = browser.copy()
    expect((await browser.ask('DELETE', '/session')).status).toBe(200)
    expect(await signedIn(copy)).toBe(false)
    expect((await actions()).slice(-2)).toEqual(['session.start', 'session.end'])
  })

  it('is changed by who knows the old one; every other session ends, this one stays', async () => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const other = cookieBrowser(server, '192.0.2.2')
    await signInAs(other, email)
    const wrong = await browser.ask('POST', '/me/password', { oldPassword: 'wrong', newPassword: 'quite another one' })
    expect(wrong).toMatchObject({ status: 403, body: { code: 'proof_refused' } })
    expect(await signedIn(other)).toBe(true)
    const right = await browser.ask('POST', '/me/password', { oldPassword: PASSWORD, newPassword: 'quite another one' })
    expect(right.status).toBe(200)
    expect([await signedIn(browser), await signedIn(other)]).toEqual([true, false])
    expect((await signInAs(other, email)).status).toBe(401)
    expect((await signInAs(other, email, 'quite another one')).status).toBe(201)
  })

  it.each([
    ['a well-known one', 'password1234!'],
    ['the own address', 'person@example.org'],
    ['the own name', 'Some One'.padEnd(12)],
    ['a row of keys', 'qwertyuiopas'],
    ['a repeat', 'abcabcabcabc'],
  ])('that is %s is refused', async (_what, weak) => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const newPassword = weak === 'person@example.org' ? email.toUpperCase() : weak
    const reply = await browser.ask('POST', '/me/password', { oldPassword: PASSWORD, newPassword })
    expect(reply).toMatchObject({ status: 400, body: { code: 'password_weak' } })
  })
})

describe('a session', () => {
  it('is listed with where it is from, and ended from another', async () => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const other = cookieBrowser(server, '198.51.100.7')
    await signInAs(other, email)
    const list = await browser.ask('GET', '/sessions')
    expect(list.body.total).toBe(2)
    const foreign = list.body.items.find((one: { current: boolean }) => !one.current)
    expect(foreign).toMatchObject({ address: '198.51.100.7', agent: 'Test/1', way: 'password' })
    expect((await browser.ask('DELETE', `/sessions/${foreign.id}`)).status).toBe(200)
    expect([await signedIn(browser), await signedIn(other)]).toEqual([true, false])
    const stranger = await person()
    await signInAs(stranger.browser, stranger.email)
    const own = list.body.items.find((one: { current: boolean }) => one.current)
    expect((await stranger.browser.ask('DELETE', `/sessions/${own.id}`)).status).toBe(404)
    expect(await signedIn(browser)).toBe(true)
  })

  it('has a token of its own: one that was planted before is not taken over', async () => {
    const { email, browser } = await person()
    const planted = `pys_${'A'.repeat(43)}`
    browser.jar.set('__Host-patchyard', planted)
    await signInAs(browser, email)
    expect(browser.jar.get('__Host-patchyard')).not.toBe(planted)
    expect(await signedIn(cookieBrowser(server, '192.0.2.3', new Map([['__Host-patchyard', planted]])))).toBe(false)
  })
})

describe('an authenticator app', () => {
  /** Signed in, with an app switched on; its secret and recovery codes. */
  async function withApp() {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const setUp = await browser.ask('POST', '/me/totp')
    const { secret } = setUp.body as { secret: string }
    const done = await browser.ask('POST', '/me/totp/confirm', { code: totpCode(secret, clock.nowMs()) })
    expect(done.status).toBe(200)
    return { email, browser, secret, codes: done.body.codes as string[] }
  }
  const half = async (email: string, from: string) => {
    const browser = cookieBrowser(server, from)
    const reply = await signInAs(browser, email)
    expect(reply.body).toMatchObject({ state: 'secondFactor', me: null })
    expect(browser.jar.size).toBe(0)
    return { browser, step: reply.body.step as string, methods: reply.body.methods as string[] }
  }

  it('is switched on by a right code only', async () => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const setUp = await browser.ask('POST', '/me/totp')
    expect(setUp.body.uri).toContain('otpauth://totp/Patchyard:')
    const wrong = await browser.ask('POST', '/me/totp/confirm', { code: '000000' })
    expect(wrong).toMatchObject({ status: 401, body: { code: 'second_factor_refused' } })
    expect((await signInAs(cookieBrowser(server), email)).body.state).toBe('signedIn')
  })

  it('is asked for after the password, and a code works once', async () => {
    const { email, secret } = await withApp()
    ahead += MINUTE
    const { browser, step, methods } = await half(email, '192.0.2.40')
    expect(methods).toEqual(['totp', 'recoveryCode'])
    const code = totpCode(secret, clock.nowMs())
    const done = await browser.ask('POST', '/session/second-factor', { step, code })
    expect(done).toMatchObject({ status: 201, body: { state: 'signedIn', me: { email } } })
    const again = await half(email, '192.0.2.41')
    expect((await again.browser.ask('POST', '/session/second-factor', { step: again.step, code })).status).toBe(401)
  })

  it('takes codes one step early and one late, not two', async () => {
    const { email, secret } = await withApp()
    for (const [offset, status] of [
      [-2, 401],
      [2, 401],
      [-1, 201],
      [1, 201],
    ] as const) {
      ahead += 5 * MINUTE
      const { browser, step } = await half(email, '192.0.2.42')
      const code = totpCode(secret, clock.nowMs() + offset * 30_000)
      expect((await browser.ask('POST', '/session/second-factor', { step, code })).status).toBe(status)
    }
  })

  it('of five wrong answers the step ends, and a right one comes too late', async () => {
    const { email, secret } = await withApp()
    ahead += 5 * MINUTE
    const { browser, step } = await half(email, '192.0.2.43')
    for (let n = 0; n < 5; n += 1) {
      ahead += (20 * MINUTE) / 100
      expect((await browser.ask('POST', '/session/second-factor', { step, code: '000000' })).status).toBe(401)
    }
    const code = totpCode(secret, clock.nowMs())
    expect((await browser.ask('POST', '/session/second-factor', { step, code })).status).toBe(401)
  })

  it('can be stood in for by ten recovery codes, each once, however they are typed', async () => {
    const { email, codes } = await withApp()
    expect(new Set(codes).size).toBe(10)
    const recoveryCode = (codes[0] ?? '').toUpperCase().replaceAll('-', ' ')
    for (const status of [201, 401]) {
      const { browser, step } = await half(email, '192.0.2.44')
      expect((await browser.ask('POST', '/session/second-factor', { step, recoveryCode })).status).toBe(status)
    }
  })

  it('is what proves, not the password alone', async () => {
    const { browser, secret } = await withApp()
    expect((await browser.ask('GET', '/session/prove')).body.ways).toEqual(['totp'])
    ahead += 11 * MINUTE
    expect(await browser.ask('DELETE', '/me/totp')).toMatchObject({ status: 403, body: { code: 'step_up_needed' } })
    expect((await browser.ask('POST', '/session/prove', { password: PASSWORD })).body.code).toBe('proof_refused')
    const proven = await browser.ask('POST', '/session/prove', { code: totpCode(secret, clock.nowMs()) })
    expect(proven.status).toBe(200)
    expect((await browser.ask('DELETE', '/me/totp')).status).toBe(200)
  })

  it('keeps nothing in the database that a code could be made of', async () => {
    const { secret, codes } = await withApp()
    const dump = await server.db.owner(`select secret from totp union all select code_hash from recovery_code`)
    const all = Buffer.concat(dump.map(row => row['secret'] as Buffer))
    const bytes = fromBase32(secret)
    expect(all.includes(bytes)).toBe(false)
    expect(codes.some(code => all.includes(Buffer.from(code)))).toBe(false)
  })
})

describe('a passkey', () => {
  async function withPasskey(set: { counts?: boolean } = {}) {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const device = softwareAuthenticator(ORIGIN, set)
    const challenge = await browser.ask('POST', '/me/passkeys/challenge')
    const passkey = device.register(challenge.body.options)
    const kept = await browser.ask('POST', '/me/passkeys', { title: 'Laptop', passkey })
    expect(kept).toMatchObject({ status: 201, body: { title: 'Laptop', usedAt: null } })
    return { email, browser, device, id: kept.body.id as string }
  }

  it('signs in alone, without an address or password', async () => {
    const { email, device } = await withPasskey()
    const browser = cookieBrowser(server, '192.0.2.60')
    const { options } = (await browser.ask('POST', '/session/passkey/challenge', {})).body
    expect(options).toMatchObject({ rpId: 'patch.example.org', userVerification: 'required' })
    const done = await browser.ask('POST', '/session/passkey', { passkey: device.assert(options) })
    expect(done).toMatchObject({ status: 201, body: { state: 'signedIn', me: { email } } })
  })

  it('is a second factor after the password, of this person only', async () => {
    const [one, two] = [await withPasskey(), await withPasskey()]
    const browser = cookieBrowser(server, '192.0.2.61')
    const step = (await signInAs(browser, one.email)).body.step as string
    for (const [device, status] of [
      [two.device, 401],
      [one.device, 201],
    ] as const) {
      const { options } = (await browser.ask('POST', '/session/passkey/challenge', { step })).body
      const reply = await browser.ask('POST', '/session/second-factor', { step, passkey: device.assert(options) })
      expect(reply.status).toBe(status)
    }
  })

  it('proves once more who one is', async () => {
    const { browser, device, id } = await withPasskey()
    ahead += 11 * MINUTE
    expect((await browser.ask('DELETE', `/passkeys/${id}`)).body.code).toBe('step_up_needed')
    const { options } = (await browser.ask('POST', '/session/prove/passkey')).body
    expect((await browser.ask('POST', '/session/prove', { passkey: device.assert(options) })).status).toBe(200)
    expect((await browser.ask('PATCH', `/passkeys/${id}`, { title: 'Old laptop' })).body.title).toBe('Old laptop')
    expect((await browser.ask('DELETE', `/passkeys/${id}`)).status).toBe(200)
    expect((await browser.ask('GET', '/me/second-factors')).body.passkeys).toEqual([])
  })

  it('whose counter does not rise is a copy', async () => {
    const { device } = await withPasskey({ counts: true })
    const browser = cookieBrowser(server, '192.0.2.62')
    for (const [lies, status] of [
      [{}, 201],
      [{ counter: 1 }, 401],
      [{}, 201],
    ] as const) {
      const { options } = (await browser.ask('POST', '/session/passkey/challenge', {})).body
      const reply = await browser.ask('POST', '/session/passkey', { passkey: device.assert(options, lies) })
      expect(reply.status).toBe(status)
    }
  })
})

describe('a device login', () => {
  const ask = () =>
    cookieBrowser(server, `203.0.113.${(people += 1)}`).ask('POST', '/device-login', { machine: 'build-7' })
  const take = (deviceCode: string) => cookieBrowser(server).ask('POST', '/device-login/take', { deviceCode })

  it('gives a key once, after a person has seen which machine asks and consents', async () => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const asked = await ask()
    const { deviceCode, userCode, verificationUriComplete } = asked.body as Record<string, string>
    expect(verificationUriComplete).toBe(`${ORIGIN}/device?code=${userCode}`)
    expect((await take(deviceCode ?? '')).body).toEqual({ state: 'pending', secret: null })
    const seen = await browser.ask('POST', '/device-login/inspect', { userCode: userCode?.toLowerCase() })
    expect(seen.body).toMatchObject({ machine: 'build-7', address: `203.0.113.${people}`, userCode })
    expect((await browser.ask('POST', '/device-login/decide', { userCode, allow: true })).status).toBe(200)
    const taken = await Promise.all(Array.from({ length: 10 }, () => take(deviceCode ?? '')))
    const given = taken.filter(one => one.status === 200)
    expect(given).toHaveLength(1)
    const authorization = `Bearer ${given[0]?.body.secret}`
    const me = await cookieBrowser(server).ask('GET', '/me', undefined, { authorization })
    expect(me.body).toMatchObject({ email, signedInBy: 'apiKey' })
    expect((await browser.ask('POST', '/device-login/decide', { userCode, allow: true })).status).toBe(404)
  })

  it('that is refused gives nothing', async () => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const { deviceCode, userCode } = (await ask()).body
    await browser.ask('POST', '/device-login/decide', { userCode, allow: false })
    expect(await take(deviceCode)).toMatchObject({ status: 403, body: { code: 'device_refused' } })
  })

  it('is over after ten minutes, and asked slowly', async () => {
    const { deviceCode } = (await ask()).body
    await take(deviceCode)
    expect((await take(deviceCode)).body.code).toBe('device_slow_down')
    ahead += 11 * MINUTE
    expect((await take(deviceCode)).body.code).toBe('device_code_unknown')
  })

  it('needs a fresh proof, and codes are not guessed', async () => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const { userCode } = (await ask()).body
    ahead += 11 * MINUTE
    expect((await browser.ask('POST', '/device-login/decide', { userCode, allow: true })).body.code).toBe(
      'step_up_needed',
    )
    const codes: number[] = []
    for (let n = 0; n < 12; n += 1) {
      codes.push((await browser.ask('POST', '/device-login/inspect', { userCode: 'BBBB-BBBB' })).status)
    }
    expect(codes.slice(0, 9).every(status => status === 404)).toBe(true)
    expect(codes.at(-1)).toBe(429)
  })
})

describe('a second factor that everybody needs', () => {
  it('is all that who has none can set up; then everything opens', async () => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    await signInAs(admin, 'admin@example.org')
    expect((await admin.ask('PATCH', '/sign-in-rules', { secondFactor: true })).status).toBe(200)
    try {
      expect((await browser.ask('GET', '/assets')).body.code).toBe('second_factor_needed')
      expect((await browser.ask('GET', '/me/second-factors')).body).toMatchObject({ demanded: true, totp: null })
      const { secret } = (await browser.ask('POST', '/me/totp')).body
      await browser.ask('POST', '/me/totp/confirm', { code: totpCode(secret, clock.nowMs()) })
      expect((await browser.ask('GET', '/assets')).status).toBe(200)
    } finally {
      await server.db.owner(`delete from sign_in_rules`)
    }
  })

  it('that was lost is taken away by an administrator, and the sessions with it', async () => {
    const { email, browser } = await person()
    await signInAs(browser, email)
    const { id } = (await browser.ask('GET', '/me')).body
    const { secret } = (await browser.ask('POST', '/me/totp')).body
    await browser.ask('POST', '/me/totp/confirm', { code: totpCode(secret, clock.nowMs()) })
    await signInAs(admin, 'admin@example.org')
    const sessions = await admin.ask('GET', `/people/${id}/sessions`)
    expect(sessions.body.total).toBe(1)
    expect((await admin.ask('DELETE', `/people/${id}/second-factors`)).status).toBe(200)
    expect(await signedIn(browser)).toBe(false)
    expect((await signInAs(browser, email)).body.state).toBe('signedIn')
    expect((await admin.ask('DELETE', `/people/${id}/sessions`)).body).toEqual({ ended: 1 })
  })
})
