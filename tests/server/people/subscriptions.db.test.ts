import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, tableChecksums, choosing } from '../arrange.ts'
import { sessionCookie } from '../cookie-browser.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember, addSubscription, type Member } from '../people.ts'

let server: TestServer
let operator: Person
let plain: Member

beforeAll(async () => {
  server = await testServer()
  operator = await firstAdmin(server)
  plain = await addMember(server, 'plain@example.org', 'administrator')
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const byCookie = async (cookie: string, method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) => {
  const reply = await server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { cookie },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() }
}
const wish = (name: string, email = `${name}@example.org`.toLowerCase().replaceAll(' ', '')) => ({
  name,
  administrator: { email, name: 'First' },
})
const made = async (name: string, email?: string) =>
  (await operator.call('POST', '/subscriptions', wish(name, email))).body

describe('a subscription', () => {
  it('is made with a first administrator, who gets a link that works once', async () => {
    const { status, body } = await operator.call('POST', '/subscriptions', wish('North'))
    expect(status).toBe(201)
    expect(body.subscription).toMatchObject({ name: 'North', state: 'active', people: 1, agents: 0 })
    const token = /\/set-password#token=(pya_[\w-]+)$/.exec(body.link as string)?.[1]
    expect(token).toBeDefined()
    const listed = (await operator.call('GET', '/subscriptions?search=north')).body
    expect(listed).toMatchObject({ total: 1, items: [{ id: body.subscription.id, licence: { kind: 'full' } }] })
    expect((await operator.call('GET', `/subscriptions/${body.subscription.id}`)).body).toEqual(listed.items[0])
    expect(JSON.stringify(listed)).not.toContain('token')
  })

  it('gives somebody who has an account no link, and a second place to be', async () => {
    const body = await made('South', 'plain@example.org')
    expect(body).toMatchObject({ link: null, linkEndsAt: null })
    const { items } = (await byCookie(plain.cookie, 'GET', '/me/subscriptions')).body
    expect(items.map((one: { name: string; current: boolean }) => [one.name, one.current])).toEqual([
      ['Default', true],
      ['South', false],
    ])
  })

  it('has a name of its own', async () => {
    await made('East')
    expect(await operator.call('POST', '/subscriptions', wish('EAST', 'x@example.org'))).toMatchObject({ status: 409 })
    const west = await made('West')
    expect(await operator.call('PATCH', `/subscriptions/${west.subscription.id}`, { name: ' east ' })).toMatchObject({
      status: 409,
      body: { field: '/name' },
    })
    expect(
      (await operator.call('PATCH', `/subscriptions/${west.subscription.id}`, { name: 'Far West' })).body.name,
    ).toBe('Far West')
  })

  it('is the business of operators: an administrator is told that it is not theirs', async () => {
    for (const [method, path] of [
      ['GET', '/subscriptions'],
      ['GET', '/subscriptions.csv'],
      ['POST', '/subscriptions'],
    ] as const) {
      expect((await plain.person.call(method, path, method === 'POST' ? wish('Mine') : undefined)).status).toBe(403)
    }
  })

  it('stands in the audit of the installation by name, and in its own as a deed of an operator', async () => {
    const { subscription } = await made('Seen')
    const whole = (await operator.call('GET', `/installation/audit?query=objectId:${subscription.id}`)).body
    expect(whole.items).toMatchObject([{ action: 'subscription.create', actor: { email: 'admin@example.org' } }])
    const [row] = await server.db.owner<{ actor: string; number: number }>(
      `select a.actor, s.id as number from audit a join subscription s on s.id = a.subscription_id where s.public_id = $1`,
      [subscription.id],
    )
    expect(row?.actor).toMatch(/^operator:/)
    // Inside nobody finds out which person that is, not by asking for addresses either.
    const inside = await addMember(server, 'reader@example.org', 'administrator', row?.number)
    const found = async (query: string) => (await inside.person.call('GET', `/audit?query=${query}`)).body.total
    const questions = [
      'actorKind:operator',
      'actor:reader@example.org',
      'actor:admin@example.org',
      'actorKind:operator and actor:"*@*"',
      'actorKind:operator and actor:*admin*',
    ]
    expect(await Promise.all(questions.map(found))).toEqual([1, 2, 0, 0, 0])
    const { body } = await inside.person.call('GET', '/audit?query=actorKind:operator&facets=actor')
    expect(body.facets.actor).toEqual([{ value: row?.actor.replace('operator:', ''), count: 1 }])
    const completed = await inside.person.call('POST', '/query/complete', {
      entity: 'audit',
      text: 'actor:adm',
      position: 9,
    })
    expect(completed.body.options).toEqual([])
  })
})

describe('a person of two subscriptions', () => {
  it('goes from one to the other, and signs in there next time', async () => {
    const { subscription } = await made('Second Home', 'plain@example.org')
    const before = (await byCookie(plain.cookie, 'GET', '/me')).body
    const after = await byCookie(plain.cookie, 'POST', '/session/subscription', { id: subscription.id })
    expect(after).toMatchObject({ status: 200, body: { subscription: { name: 'Second Home' } } })
    expect((await byCookie(plain.cookie, 'GET', '/me')).body.subscription.id).toBe(subscription.id)
    const again = await sessionCookie(server, 'plain@example.org')
    expect((await byCookie(again, 'GET', '/me')).body.subscription.name).toBe('Second Home')
    await byCookie(plain.cookie, 'POST', '/session/subscription', { id: before.subscription.id })
    expect((await byCookie(plain.cookie, 'GET', '/me')).body.subscription.name).toBe('Default')
    // A key belongs to the subscription that it was made in.
    expect((await plain.person.call('GET', '/me')).body.subscription.name).toBe('Default')
    expect((await plain.person.call('POST', '/session/subscription', { id: subscription.id })).status).toBe(403)
  })

  it('keeps the home whose administrators may reset how they sign in, wherever they go', async () => {
    const there = await addSubscription(server, 'Abroad')
    const stranger = await addMember(server, 'abroad@example.org', 'administrator', there)
    const guest = await addMember(server, 'guest@example.org', 'patchReader')
    await server.db.owner(
      `insert into membership (subscription_id, person_id, roles, all_assets, created_at)
       select $1::int, id, array['patchReader'], false, now() from person where email = 'guest@example.org'`,
      [there],
    )
    const { id } = (await byCookie(guest.cookie, 'GET', '/me')).body
    const abroad = (await stranger.person.call('GET', '/me')).body.subscription.id
    const link = (method: 'GET' | 'POST' | 'DELETE', path: string) => byCookie(stranger.cookie, method, path)
    expect((await byCookie(guest.cookie, 'POST', '/session/subscription', { id: abroad })).status).toBe(200)
    for (const path of [`/people/${id}/link`, `/people/${id}/second-factors`]) {
      const refused = await link(path.endsWith('link') ? 'POST' : 'DELETE', path)
      expect(refused).toMatchObject({ status: 403, body: { because: 'otherHome' } })
    }
    // Nor by taking them out and inviting them anew, which gives a link.
    expect((await link('DELETE', `/people/${id}`)).status).toBe(200)
    const again = await byCookie(stranger.cookie, 'POST', '/people', { email: guest.email, name: 'Guest' })
    expect(again).toMatchObject({ status: 409, body: { code: 'person_exists' } })
  })

  it('does not go where they are no member: as if it did not exist', async () => {
    const { subscription } = await made('Closed')
    const ask = async (id: string) => {
      const { status, body } = await byCookie(plain.cookie, 'POST', '/session/subscription', { id })
      return JSON.stringify({ status, body: { ...body, requestId: '' } }).replaceAll(id, 'ID')
    }
    expect(await ask(subscription.id)).toBe(await ask('9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'))
    expect((await byCookie(plain.cookie, 'GET', '/me')).body.subscription.name).toBe('Default')
  })
})

describe('a suspended subscription', () => {
  let id: string
  let number: number
  let member: Member

  beforeAll(async () => {
    number = await addSubscription(server, 'Suspended')
    member = await addMember(server, 'inside@example.org', 'administrator', number)
    id = (await member.person.call('GET', '/me')).body.subscription.id
  })

  it('lets nobody in, by session or key, but to sign out, to see why and to go elsewhere', async () => {
    expect((await member.person.call('GET', '/assets')).status).toBe(200)
    const suspended = await operator.call('POST', `/subscriptions/${id}/suspend`, { reason: 'unpaid' })
    expect(suspended.body).toMatchObject({ state: 'suspended', suspendedAt: expect.any(String) })
    for (const path of ['/assets', '/jobs', '/audit', '/about']) {
      expect(await member.person.call('GET', path)).toMatchObject({
        status: 403,
        body: { code: 'subscription_suspended' },
      })
      expect((await byCookie(member.cookie, 'GET', path)).status).toBe(403)
    }
    expect((await byCookie(member.cookie, 'GET', '/me')).body.subscription.suspended).toBe(true)
    expect((await byCookie(member.cookie, 'GET', '/me/subscriptions')).body.items[0].state).toBe('suspended')
    expect((await member.person.call('POST', '/jobs', {})).body.code).toBe('subscription_suspended')
    expect((await operator.call('POST', `/subscriptions/${id}/suspend`, {})).status).toBe(409)
  })

  it('is whole again when it is resumed', async () => {
    const before = await tableChecksums(server, number, ['audit', 'audit_head', 'api_key'])
    expect((await operator.call('POST', `/subscriptions/${id}/resume`)).body.state).toBe('active')
    expect((await member.person.call('GET', '/assets')).status).toBe(200)
    expect((await byCookie(member.cookie, 'GET', '/assets')).status).toBe(200)
    expect(await tableChecksums(server, number, ['audit', 'audit_head', 'api_key'])).toEqual(before)
    expect((await operator.call('POST', `/subscriptions/${id}/resume`)).status).toBe(409)
    const actions = (await member.person.call('GET', '/audit?query=action:subscription.*')).body.items
    expect(actions).toMatchObject([{ action: 'subscription.resume' }, { action: 'subscription.suspend' }])
    expect(actions[1]).toMatchObject({ detail: { reason: 'unpaid' }, actor: { kind: 'operator', email: null } })
  })

  it('takes the work back from its agents, and gives it again', async () => {
    const { agent } = await enrolledHost(server, await activationKey(member.person), { missing: 2 })
    const asset = (await member.person.call('GET', '/assets')).body.items[0].id as string
    const patch = (await member.person.call('GET', `/assets/${asset}/findings`)).body.items[0].patchId as string
    await member.person.call('POST', '/jobs', { name: 'J', ...choosing([asset], [patch]), enable: true })
    await agent.checkIn()
    await operator.call('POST', `/subscriptions/${id}/suspend`, {})
    await agent.checkIn()
    // What an agent has to tell is taken all the while.
    await agent.report({ trigger: 'asked' })
    expect(await agent.work()).toBe(0)
    await operator.call('POST', `/subscriptions/${id}/resume`)
    await agent.checkIn()
    expect(await agent.work()).toBe(1)
  })
})

it('an operator whose own subscription is suspended can resume it', async () => {
  const own = (await operator.call('GET', '/me')).body.subscription.id as string
  expect((await operator.call('POST', `/subscriptions/${own}/suspend`, {})).status).toBe(200)
  expect((await operator.call('GET', '/assets')).body.code).toBe('subscription_suspended')
  expect((await operator.call('POST', `/subscriptions/${own}/resume`)).status).toBe(200)
  expect((await operator.call('GET', '/assets')).status).toBe(200)
})
