import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { testServer, type TestServer } from '@patchyard/server/testing'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CookieBrowser, cookieBrowser, firstAdminBrowser, ORIGIN } from '../server/cookie-browser.ts'
import { personIdOf } from '../server/people.ts'
import { clientSecret, type Lie, lyingProvider, type LyingProvider } from './lying-provider.ts'
import { expectHarmless } from './oracles.ts'

interface Row {
  readonly id: string
  readonly say: string
  readonly lie: Lie
  readonly status: number
  readonly code?: string
}
const rows = JSON.parse(readFileSync(new URL('oidc-answers.json', import.meta.url), 'utf8')) as readonly Row[]

let server: TestServer
let admin: CookieBrowser
let liar: LyingProvider
let liarId: string

beforeAll(async () => {
  liar = await lyingProvider()
  server = await testServer({
    argv: ['--public-url', ORIGIN, '--egress-allow', '127.0.0.2', '--egress-allow', '127.0.0.3'],
  })
  admin = await firstAdminBrowser(server)
  liarId = await addProvider({ title: 'Liar', issuer: liar.issuer })
}, 60_000)
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await liar[Symbol.asyncDispose]()
})

async function addProvider(members: object): Promise<string> {
  const made = await admin.ask('POST', '/identity-providers', {
    clientId: 'patchyard',
    clientSecret,
    groupClaim: 'groups',
    mapping: [
      { group: 'admins', roles: ['administrator'], allAssets: true, scopeTags: [] },
      { group: 'managers', roles: ['patchManager'], allAssets: true, scopeTags: [] },
    ],
    ...members,
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body.id as string
}

let asked = 0
const browserOf = (): CookieBrowser => cookieBrowser(server, `198.18.${Math.floor((asked += 1) / 200)}.${asked % 200}`)

async function comeBack(browser: CookieBrowser, provider = liarId, lie: Lie = {}) {
  liar.lie = lie
  const begun = await browser.ask('POST', '/session/provider/start', { provider })
  if (begun.status !== 200) return begun
  const parameters = liar.authorize(begun.body.url as string)
  const who = lie.otherBrowser === true ? browserOf() : browser
  const reply = await who.ask('POST', '/session/provider', { parameters })
  return lie.again === true ? who.ask('POST', '/session/provider', { parameters }) : reply
}

const identities = () =>
  server.db.owner<{ links: number; people: number; roles: string[] }>(
    `select (select count(*)::int from identity_link) as links, (select count(*)::int from person) as people,
            (select array_agg(roles::text order by person_id) from membership) as roles`,
  )

describe('an identity provider that answers with', () => {
  it.each(rows)('$id $say', async ({ id, lie, status, code }) => {
    const subject = lie.claims !== undefined && 'sub' in lie.claims ? {} : { sub: `subject of ${id}` }
    const email = lie.claims !== undefined && 'email' in lie.claims ? {} : { email: `${id.toLowerCase()}@example.net` }
    const before = await identities()
    const browser = browserOf()
    const reply = await comeBack(browser, liarId, {
      ...lie,
      claims: { ...subject, ...email, name: `Person of ${id.replace('.', ' ')}`, ...lie.claims },
    })
    expectHarmless({
      status: reply.status,
      headers: reply.headers,
      text: JSON.stringify(reply.body),
    })
    expect([reply.status, reply.body.code]).toEqual([status, code])
    const isIn = (await browser.ask('GET', '/me')).status === 200
    expect(isIn).toBe(status === 201 || lie.again === true)
    if (!isIn) expect(await identities()).toEqual(before)
  })

  it('nothing wrong afterwards, and the audit has the sign-in', async () => {
    expect((await comeBack(browserOf(), liarId, { claims: { email: 'after@example.net', sub: 'after' } })).status).toBe(
      201,
    )
    const [noted] = await server.db.owner<{ actor: string; detail: object }>(
      `select actor, detail from audit where action = 'session.start' and subscription_id = 1 order by n desc limit 1`,
    )
    expect(noted?.actor).toContain(await personIdOf(server, 'after@example.net'))
    expect(noted?.detail).toMatchObject({ way: 'identityProvider' })
  })
})

describe('an account', () => {
  const me = async (claims: object) => {
    const browser = browserOf()
    const reply = await comeBack(browser, liarId, {
      claims: { sub: 'worker', email: 'worker@example.net', name: 'Worker', ...claims },
    })
    return { browser, reply, me: (await browser.ask('GET', '/me')).body }
  }

  it('without a mapped group is Patch Reader who sees nothing', async () => {
    expect((await me({})).me).toMatchObject({ roles: ['patchReader'], scope: { all: false, tags: [] } })
  })

  it('has the roles of its groups at each sign-in, and loses them there, also in sessions that are open', async () => {
    const first = await me({ groups: ['managers', 'other'] })
    expect(first.me).toMatchObject({ roles: ['patchManager'], scope: { all: true } })
    await me({ groups: [] })
    expect((await first.browser.ask('GET', '/me')).body.roles).toEqual(['patchReader'])
  })

  it('is the same one when the address changes there', async () => {
    const [one, two] = [await me({}), await me({ email: 'renamed@example.net' })]
    expect(two.me.id).toBe(one.me.id)
    expect(two.me.email).toBe('worker@example.net')
  })

  it('of somebody who is here already is joined by an administrator alone', async () => {
    const refused = await comeBack(browserOf(), liarId, { claims: { sub: 'the admin', email: 'admin@example.org' } })
    expect(refused.body.code).toBe('identity_taken')
    const [noted] = await server.db.owner<{ detail: { subject: string } }>(
      `select detail from audit where action = 'session.refuse' and subscription_id = 1 order by n desc limit 1`,
    )
    expect(noted?.detail.subject).toBe('the admin')
    const { id } = (await admin.ask('GET', '/me')).body
    const linked = await admin.ask('POST', `/identity-providers/${liarId}/links`, { person: id, subject: 'the admin' })
    expect(linked.status).toBe(201)
    const browser = browserOf()
    const claims = { sub: 'the admin', email: 'whatever@example.net' }
    expect((await comeBack(browser, liarId, { claims })).status).toBe(201)
    // The groups say nothing of administrators, but the only one that is left stays.
    expect((await browser.ask('GET', '/me')).body).toMatchObject({ id, roles: ['administrator'] })
    expect((await admin.ask('DELETE', `/identity-links/${linked.body.id}`)).status).toBe(200)
    expect(
      (await comeBack(browserOf(), liarId, { claims: { sub: 'the admin', email: 'admin@example.org' } })).body.code,
    ).toBe('identity_taken')
  })

  it('proves once more where it came from', async () => {
    const { browser } = await me({})
    expect((await browser.ask('GET', '/session/prove')).body.ways).toEqual(['identityProvider'])
    liar.lie = { claims: { sub: 'worker', auth_time: Math.floor(Date.now() / 1000) } }
    const begun = await browser.ask('POST', '/session/prove/provider')
    expect(new URL(begun.body.url as string).searchParams.get('prompt')).toBe('login')
    const parameters = liar.authorize(begun.body.url as string)
    expect((await browser.ask('POST', '/session/provider', { parameters })).status).toBe(201)
    for (const claims of [
      { sub: 'worker', auth_time: 1000 },
      { sub: 'worker' },
      { sub: 'another', auth_time: Math.floor(Date.now() / 1000) },
    ]) {
      liar.lie = { claims }
      const { url } = (await browser.ask('POST', '/session/prove/provider')).body
      const reply = await browser.ask('POST', '/session/provider', { parameters: liar.authorize(url as string) })
      expect([401, 403]).toContain(reply.status)
    }
  })

  it('is no proof for who has a second factor here, nor for who came another way', async () => {
    const { browser, me: worker } = await me({})
    await server.db.owner(
      `insert into totp (person_id, secret, created_at, confirmed_at)
       select id, '\\x00', now(), now() from person where public_id = $1`,
      [worker.id],
    )
    expect((await browser.ask('GET', '/session/prove')).body.ways).toEqual(['totp'])
    const refused = { status: 403, body: { code: 'proof_refused' } }
    expect(await browser.ask('POST', '/session/prove/provider')).toMatchObject(refused)
    await server.db.owner(`delete from totp`)
    expect((await browser.ask('POST', '/session/prove/provider')).status).toBe(200)
    await server.db.owner(
      `update session set way = 'password' where person_id = (select id from person where public_id = $1)`,
      [worker.id],
    )
    expect(await browser.ask('POST', '/session/prove/provider')).toMatchObject(refused)
  })
})

describe('a provider', () => {
  it.each([
    ['file:///etc/passwd', 400],
    ['https://user:pass@idp.example.org', 400],
    ['https://idp.example.org?x=1', 400],
    ['https://idp.example.org#x', 400],
    ['http://10.0.0.1', 201],
  ])('at %s is answered with %i; asking it is refused', async (issuer, status) => {
    const made = await admin.ask('POST', '/identity-providers', { title: 'X', issuer, clientId: 'x', shown: false })
    expect(made.status).toBe(status)
    if (status !== 201) return
    const checked = await admin.ask('POST', `/identity-providers/${made.body.id}/check`)
    expect(checked.body).toMatchObject({ ok: false })
    expect((await admin.ask('DELETE', `/identity-providers/${made.body.id}`)).status).toBe(200)
  })

  it('never shows its secret, and the database does not hold it readable', async () => {
    const shown = await admin.ask('GET', `/identity-providers/${liarId}`)
    expect(shown.body).toMatchObject({ hasSecret: true, redirectUri: `${ORIGIN}/sign-in/callback` })
    expect(JSON.stringify(shown.body)).not.toContain(clientSecret)
    const [row] = await server.db.owner<{ client_secret: Buffer }>(`select client_secret from identity_provider`)
    expect(row?.client_secret.includes(Buffer.from(clientSecret))).toBe(false)
  })

  it('that is switched off lets nobody in', async () => {
    await admin.ask('PATCH', `/identity-providers/${liarId}`, { enabled: false })
    expect((await comeBack(browserOf())).status).toBe(404)
    expect((await cookieBrowser(server).ask('GET', '/session/providers')).body.items).toEqual([])
    await admin.ask('PATCH', `/identity-providers/${liarId}`, { enabled: true })
  })
})

describe('oidc-provider', () => {
  let real: Server
  let issuer: string

  beforeAll(async () => {
    real = createServer()
    await new Promise<void>(resolve => real.listen(0, '127.0.0.3', resolve))
    issuer = `http://127.0.0.3:${(real.address() as AddressInfo).port}`
    const provider = new Provider(issuer, {
      clients: [{ client_id: 'patchyard', client_secret: clientSecret, redirect_uris: [`${ORIGIN}/sign-in/callback`] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
      scopes: ['openid', 'email', 'profile', 'groups'],
      pkce: { required: () => true },
      cookies: { keys: ['a key of a test'] },
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      findAccount: (_: unknown, id: string) => ({
        accountId: id,
        claims: () => ({
          sub: id,
          email: `${id}@example.net`,
          email_verified: true,
          name: `Real ${id}`,
          groups: ['managers'],
        }),
      }),
    })
    real.on('request', provider.callback())
  })
  afterAll(() => {
    real.closeAllConnections()
    real.close()
  })

  /** Follows the provider's own pages as a person would: signs in, consents, comes back. */
  async function visit(start: string, login: string): Promise<string> {
    const jar = new Map<string, string>()
    let url = start
    let form: URLSearchParams | null = null
    for (let steps = 0; steps < 20; steps += 1) {
      if (url.startsWith(ORIGIN)) return new URL(url).search
      const reply: Response = await fetch(url, {
        redirect: 'manual',
        method: form === null ? 'GET' : 'POST',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form === null ? {} : { body: form }),
      })
      for (const cookie of reply.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        jar.set(name, value)
      }
      const to = reply.headers.get('location')
      if (to !== null) {
        url = new URL(to, url).href
        form = null
        continue
      }
      const page = await reply.text()
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
      if (prompt === undefined) throw new Error(`a page without a form: ${page.slice(0, 500)}`)
      form = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login, password: 'x' } : {}) })
    }
    throw new Error('too many steps')
  }

  it('signs people in, with the roles of their groups', async () => {
    const provider = await addProvider({ title: 'Real', issuer, scopes: 'openid email profile groups' })
    expect((await admin.ask('POST', `/identity-providers/${provider}/check`)).body).toEqual({ ok: true, problem: null })
    const browser = browserOf()
    const begun = await browser.ask('POST', '/session/provider/start', { provider })
    const parameters = await visit(begun.body.url as string, 'berta')
    const done = await browser.ask('POST', '/session/provider', { parameters })
    expect(done).toMatchObject({
      status: 201,
      body: { state: 'signedIn', me: { email: 'berta@example.net', name: 'Real berta', roles: ['patchManager'] } },
    })
    const sessions = await browser.ask('GET', '/sessions')
    expect(sessions.body.items[0]).toMatchObject({ way: 'identityProvider', current: true })
    const again = browserOf()
    const second = await again.ask('POST', '/session/provider/start', { provider })
    await again.ask('POST', '/session/provider', { parameters: await visit(second.body.url as string, 'berta') })
    expect((await again.ask('GET', '/me')).body.id).toBe(done.body.me.id)
  })
})
