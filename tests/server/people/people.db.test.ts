import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, type Person, personWith } from '../door-client.ts'
import { addMember, addSubscription, personIdOf } from '../people.ts'

let server: TestServer
let admin: Person

const tag = async (name: string, parent: number | null = null): Promise<{ n: number; id: string }> => {
  const [row] = await server.db.owner<{ n: number; id: string }>(
    `insert into tag (subscription_id, public_id, parent_id, name, name_folded, name_words, created_at)
     values (1, gen_random_uuid(), $2, $1, $1, $1, now()) returning id as n, public_id as id`,
    [name, parent],
  )
  await server.db.owner(`insert into tag_above (above_id, tag_id, subscription_id) values ($1, $1, 1)`, [row?.n])
  if (parent !== null) {
    await server.db.owner(`insert into tag_above (above_id, tag_id, subscription_id) values ($1, $2, 1)`, [
      parent,
      row?.n,
    ])
  }
  return row as { n: number; id: string }
}

let site: { n: number; id: string }
let room: { n: number; id: string }
let elsewhere: { n: number; id: string }

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  site = await tag('site')
  room = await tag('room', site.n)
  elsewhere = await tag('elsewhere')
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const invite = async (body: object, by: Person = admin) => by.call('POST', '/people', body)
const idOf = (email: string): Promise<string> => personIdOf(server, email)

describe('a person who is invited', () => {
  it('is Patch Reader with an empty scope, and gets in by a link that works once', async () => {
    const made = await invite({ email: 'new@example.org', name: 'New Person' })
    expect(made).toMatchObject({
      status: 201,
      body: { person: { status: 'invited', roles: ['patchReader'], grants: [], scope: { all: false, tags: [] } } },
    })
    const link = made.body.link as string
    const token = link.slice(link.indexOf('#token=') + 7)
    const [kept] = await server.db.owner<{ n: number }>(
      `select count(*)::int as n from one_time_token where encode(token_hash, 'escape') like '%' || $1 || '%'`,
      [token],
    )
    expect(kept?.n).toBe(0)
  })

  it.each([
    ['the address of a member', { email: 'NEW@example.org', name: 'Other' }, 409, 'person_exists'],
    ['the name of a member in other case', { email: 'x1@example.org', name: 'new  person' }, 409, 'person_name_taken'],
    [
      'a name in Cyrillic that looks like a member',
      { email: 'x2@example.org', name: 'Nеw Person' },
      400,
      'person_name_refused',
    ],
    [
      'an address in letters that look the same',
      { email: 'nеw@example.org', name: 'Third' },
      400,
      'person_name_refused',
    ],
    [
      'two roles of which one stands alone',
      { email: 'x3@example.org', name: 'D', roles: ['patchSecurity', 'patchUser'] },
      400,
      'roles_refused',
    ],
    [
      'a tag that does not exist',
      { email: 'x4@example.org', name: 'E', scope: { all: false, tags: ['00000000-0000-4000-8000-000000000000'] } },
      404,
      'not_found',
    ],
  ])('with %s is refused', async (_, body, status, code) => {
    expect(await invite(body)).toMatchObject({ status, body: { code } })
  })

  it('with a whole word in another alphabet that looks the same is refused', async () => {
    expect((await invite({ email: 'hope@example.org', name: 'Hope' })).status).toBe(201)
    expect(await invite({ email: 'a1@example.org', name: 'Норе' })).toMatchObject({
      status: 409,
      body: { code: 'person_looks_alike' },
    })
  })

  it('whose address belongs to another subscription is told from one of this only by the list', async () => {
    const other = await addSubscription(server, 'Other')
    await addMember(server, 'theirs@example.org', 'patchUser', other)
    const taken = await invite({ email: 'theirs@example.org', name: 'Theirs' })
    const own = await invite({ email: 'new@example.org', name: 'Again' })
    const bare = ({ status, body }: typeof taken) => ({ status, body: { ...body, requestId: '' } })
    expect(bare(taken)).toEqual(bare(own))
    const id = await idOf('theirs@example.org')
    for (const [method, path] of [
      ['GET', `/people/${id}`],
      ['POST', `/people/${id}/disable`],
      ['POST', `/people/${id}/link`],
      ['DELETE', `/people/${id}`],
    ] as const) {
      expect(await admin.call(method, path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
  })
})

describe('roles and scopes', () => {
  it('change at once and are in the audit with before and after', async () => {
    const member = await addMember(server, 'mover@example.org', 'patchReader')
    const id = await idOf('mover@example.org')
    const changed = await admin.call('PATCH', `/people/${id}/access`, {
      roles: ['patchUser'],
      scope: { all: false, tags: [site.id] },
    })
    expect(changed).toMatchObject({ status: 200, body: { roles: ['patchUser'], scope: { tags: [{ name: 'site' }] } } })
    expect(await member.person.call('GET', '/me')).toMatchObject({
      body: { roles: ['patchUser'], scope: { all: false, tags: [{ name: 'site' }] } },
    })
    const [row] = await server.db.owner<{ detail: object }>(
      `select detail from audit where action = 'person.access' and object = $1`,
      [`person:${id}`],
    )
    expect(row?.detail).toMatchObject({
      before: { roles: ['patchReader'], scope: 'all' },
      after: { roles: ['patchUser'], scope: [site.id] },
    })
  })

  it('are given by an administrator of some tags within these tags and those below', async () => {
    const local = await addMember(server, 'local@example.org', 'administrator')
    const localId = await idOf('local@example.org')
    await admin.call('PATCH', `/people/${localId}/access`, { scope: { all: false, tags: [site.id] } })
    const scoped = (tags: readonly string[]) => ({ scope: { all: false, tags } })
    const body = (n: number) => ({ email: `site${n}@example.org`, name: `Site ${'abcdefg'[n]}` })
    expect((await invite({ ...body(0), ...scoped([room.id]) }, local.person)).status).toBe(201)
    expect(await invite({ ...body(1), ...scoped([elsewhere.id]) }, local.person)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', because: 'moreThanYours' },
    })
    expect((await invite({ ...body(2), scope: { all: true } }, local.person)).status).toBe(403)
    // Nor may they touch who sees more than they do, or raise themselves.
    const reader = await addMember(server, 'wide@example.org', 'patchReader')
    const wide = await idOf(reader.email)
    expect(await local.person.call('POST', `/people/${wide}/disable`)).toMatchObject({
      body: { because: 'personAboveYou' },
    })
    expect(await local.person.call('PATCH', `/people/${localId}/access`, { scope: { all: true } })).toMatchObject({
      status: 403,
      body: { because: 'ownUpwards' },
    })
    expect(await local.person.call('PATCH', `/people/${localId}/access`, scoped([room.id]))).toMatchObject({
      status: 200,
    })
  })

  it('are not given by a key beyond the part that it holds', async () => {
    const key = await admin.call('POST', '/api-keys', {
      title: 'people only',
      permissions: ['person.manage', 'person.read', 'asset.read'],
    })
    const speaker = personWith(server, key.body.secret as string)
    expect(await invite({ email: 'p1@example.org', name: 'P one' }, speaker)).toMatchObject({
      status: 403,
      body: { because: 'moreThanYours' },
    })
  })
})

describe('keys of one person', () => {
  it('are those of this person, and of nobody else for who sees only their own', async () => {
    const reader = await addMember(server, 'keys@example.org', 'patchReader')
    await reader.person.call('POST', '/api-keys', { title: 'of the reader' })
    const adminId = (await admin.call('GET', '/me')).body.id as string
    const readerId = await idOf(reader.email)
    const titles = async (by: typeof admin, id: string): Promise<string[]> =>
      (await by.call('GET', `/api-keys?person=${id}`)).body.items.map((key: { title: string }) => key.title)
    expect(await titles(admin, readerId)).toContain('of the reader')
    expect(await titles(admin, adminId)).not.toContain('of the reader')
    expect(await titles(reader.person, readerId)).toEqual(await titles(admin, readerId))
    expect(await titles(reader.person, adminId)).toEqual([])
  })
})

describe('the last administrator', () => {
  it('cannot be taken away by any way, two at the same time neither', async () => {
    const adminId = (await admin.call('GET', '/me')).body.id as string
    await server.db.owner(
      `update membership m set roles = '{patchReader}' from person p
       where p.id = m.person_id and 'administrator' = any(m.roles) and p.public_id <> $1`,
      [adminId],
    )
    for (const [method, path, body] of [
      ['POST', `/people/${adminId}/disable`, undefined],
      ['DELETE', `/people/${adminId}`, undefined],
      ['PATCH', `/people/${adminId}/access`, { roles: ['patchManager'] }],
      ['PATCH', `/people/${adminId}/access`, { scope: { all: false, tags: [site.id] } }],
    ] as const) {
      expect(await admin.call(method, path, body)).toMatchObject({
        status: 403,
        body: { because: 'lastAdministrator' },
      })
    }
    const second = await addMember(server, 'second@example.org', 'administrator')
    const secondId = await idOf('second@example.org')
    const done = await Promise.all([
      admin.call('POST', `/people/${secondId}/disable`),
      second.person.call('POST', `/people/${adminId}/disable`),
    ])
    expect(done.filter(one => one.status === 200)).toHaveLength(1)
    await server.db.owner(`update membership set disabled_at = null`)
  })
})

describe('an operator of the installation', () => {
  it('has sign-in and name changed by operators alone, whatever an administrator of the subscription may', async () => {
    const operator = await addMember(server, 'operator@example.org', 'administrator')
    await server.db.owner(`update person set is_operator = true where email = 'operator@example.org'`)
    const local = await addMember(server, 'no-operator@example.org', 'administrator')
    const id = await idOf(operator.email)
    const refused = { status: 403, body: { because: 'personAboveYou' } }
    expect(await local.person.call('POST', `/people/${id}/link`)).toMatchObject(refused)
    expect(await local.person.call('PATCH', `/people/${id}`, { name: 'Somebody' })).toMatchObject(refused)
    expect((await admin.call('POST', `/people/${id}/link`)).status).toBe(200)
    expect((await local.person.call('DELETE', `/people/${id}`)).status).toBe(200)
    const wish = { email: operator.email, name: 'Operator' }
    expect(await local.person.call('POST', '/people', wish)).toMatchObject({
      status: 409,
      body: { code: 'person_exists' },
    })
    expect((await admin.call('POST', '/people', wish)).status).toBe(201)
  })
})

describe('a person who is disabled or removed', () => {
  it('is out: sessions, keys and links end, in this subscription', async () => {
    const leaver = await addMember(server, 'leaver@example.org', 'patchUser')
    const id = await idOf(leaver.email)
    expect((await leaver.person.call('GET', '/assets')).status).toBe(200)
    expect(await admin.call('POST', `/people/${id}/disable`)).toMatchObject({
      status: 200,
      body: { status: 'disabled' },
    })
    expect((await leaver.person.call('GET', '/assets')).status).toBe(401)
    const me = await server.app.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie: leaver.cookie } })
    expect(me.statusCode).toBe(401)
    expect((await admin.call('POST', `/people/${id}/link`)).status).toBe(409)
    await admin.call('POST', `/people/${id}/enable`)
    // Keys work again; sessions that ended stay ended.
    expect((await leaver.person.call('GET', '/assets')).status).toBe(200)
    expect((await admin.call('DELETE', `/people/${id}`)).status).toBe(200)
    expect((await leaver.person.call('GET', '/assets')).status).toBe(401)
    expect((await admin.call('GET', `/people/${id}`)).status).toBe(404)
    // Who was removed can come back, and keys of before do not.
    expect((await invite({ email: leaver.email, name: 'Leaver' })).status).toBe(201)
    expect((await leaver.person.call('GET', '/assets')).status).toBe(401)
  })
})

describe('lists', () => {
  it('people are found by name and address, filtered by role and status, paged and written as CSV', async () => {
    const all = await admin.call('GET', '/people?limit=2&sort=email')
    expect(all.body.items).toHaveLength(2)
    const next = await admin.call('GET', `/people?limit=2&sort=email&cursor=${all.body.nextCursor}`)
    expect(next.body.items[0].email > all.body.items[1].email).toBe(true)
    const found = await admin.call('GET', '/people?search=NEW%40')
    expect(found.body.items.map((one: { email: string }) => one.email)).toEqual(['new@example.org'])
    const admins = await admin.call('GET', '/people?role=administrator')
    expect(admins.body.total).toBeGreaterThan(0)
    const { cookie } = await addMember(server, 'csv@example.org', 'patchManager')
    const csv = await server.app.inject({ method: 'GET', url: '/api/v1/people.csv', headers: { cookie } })
    expect(csv.body.split('\r\n').length - 2).toBe(all.body.total + 1)
  })

  it('roles say what they may; holders only to who may see people', async () => {
    const roles = await admin.call('GET', '/roles')
    expect(roles.body.roles.map((one: { role: string }) => one.role)).toContain('patchSecurity')
    expect(roles.body.roles[0].holders.length).toBeGreaterThan(0)
    const reader = await addMember(server, 'roles@example.org', 'patchReader')
    expect((await reader.person.call('GET', '/roles')).body.roles[0].holders).toBeNull()
    expect((await reader.person.call('GET', '/people')).status).toBe(403)
  })
})
