import { routes } from '@patchyard/api'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, choosing } from '../arrange.ts'
import { PASSWORD, sessionCookie } from '../cookie-browser.ts'
import { firstAdmin, type Person, personWith } from '../door-client.ts'
import { addMember, addSubscription, type Member } from '../people.ts'
import { feedAndBundle } from './one-of-each.ts'

let server: TestServer
let admin: Person

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  const key = await activationKey(admin)
  for (const index of [1, 2, 3]) await enrolledHost(server, key, { index })
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const asSession = async (cookie: string): Promise<number> =>
  (await server.app.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie } })).statusCode

describe('an API key', () => {
  it('cannot be made stronger than its maker, be it a person or a key', async () => {
    const reader = await addMember(server, 'reader@example.org', 'patchReader')
    for (const role of ['administrator', 'patchManager', 'patchUser']) {
      const made = await reader.person.call('POST', '/api-keys', { title: 'x', role })
      expect(made).toMatchObject({ status: 403, body: { code: 'key_too_strong' } })
    }
    const weak = await admin.call('POST', '/api-keys', { title: 'weak', role: 'patchReader' })
    const weakKey = personWith(server, weak.body.secret as string)
    expect((await weakKey.call('POST', '/api-keys', { title: 'x', role: 'administrator' })).status).toBe(403)
    expect((await weakKey.call('POST', '/activation-keys', { title: 'x' })).status).toBe(403)
    expect((await weakKey.call('GET', '/assets')).status).toBe(200)
  })

  it('loses what its maker loses, at once', async () => {
    const manager = await addMember(server, 'manager@example.org', 'administrator')
    expect((await manager.person.call('POST', '/activation-keys', { title: 'x' })).status).toBe(201)
    await server.db.owner(
      `update membership set roles = '{patchReader}' where person_id = (select id from person where email = $1)`,
      [manager.email],
    )
    expect((await manager.person.call('POST', '/activation-keys', { title: 'x' })).status).toBe(403)
    expect((await manager.person.call('GET', '/assets')).status).toBe(200)
    await server.db.owner(`delete from membership where person_id = (select id from person where email = $1)`, [
      manager.email,
    ])
    expect((await manager.person.call('GET', '/assets')).status).toBe(401)
    expect(await asSession(manager.cookie)).toBe(401)
  })

  it('dies when it is revoked or its day has come', async () => {
    for (const column of ['revoked_at', 'expires_at']) {
      const made = await admin.call('POST', '/api-keys', { title: `to end by ${column}` })
      const key = personWith(server, made.body.secret as string)
      expect((await key.call('GET', '/me')).status).toBe(200)
      if (column === 'revoked_at') await admin.call('DELETE', `/api-keys/${made.body.key.id}`)
      else
        await server.db.owner(
          `update api_key set expires_at = now() - interval '1 second' where title like '%expires_at'`,
        )
      expect((await key.call('GET', '/me')).status).toBe(401)
    }
  })

  it('in the address of a request opens nothing', async () => {
    const made = await admin.call('POST', '/api-keys', { title: 'leaked' })
    const secret = made.body.secret as string
    for (const name of ['key', 'api_key', 'access_token', 'authorization']) {
      const reply = await server.app.inject({ method: 'GET', url: `/api/v1/assets?${name}=${secret}` })
      expect(reply.statusCode).toBe(400)
    }
  })
})

describe('a person who is disabled', () => {
  it('is out at once: sessions, keys, and no way in', async () => {
    const leaver = await addMember(server, 'leaver@example.org', 'patchManager')
    expect([await asSession(leaver.cookie), (await leaver.person.call('GET', '/assets')).status]).toEqual([200, 200])
    await server.db.owner(`update person set disabled_at = now() where email = $1`, [leaver.email])
    expect([await asSession(leaver.cookie), (await leaver.person.call('GET', '/assets')).status]).toEqual([401, 401])
    const again = await server.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { email: leaver.email, password: PASSWORD },
    })
    expect(again.json()).toMatchObject({ code: 'sign_in_refused' })
  })
})

describe('a cursor', () => {
  const lists = Object.values(routes).filter(r => r.method === 'GET' && 'query' in r && !r.path.includes(':id'))

  async function cursorOf(path: string, person = admin): Promise<string> {
    const page = await person.call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=1`)
    expect(page.status).toBe(200)
    return page.body.nextCursor as string
  }
  const refused = { status: 400, body: { code: 'malformed', field: 'cursor' } }

  it('pages through everything once', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { body: { items: { id: string }[]; nextCursor: string | null } } = await admin.call(
        'GET',
        `/assets?limit=1${cursor === null ? '' : `&cursor=${cursor}`}`,
      )
      seen.push(...page.body.items.map(i => i.id))
      cursor = page.body.nextCursor
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(3)
    expect(seen).toHaveLength(3)
  })

  it.each(lists.filter(l => 'query' in l && 'cursor' in l.query.properties).map(l => l.path))(
    'of the assets is refused by %s unless it is the list of assets',
    async path => {
      const cursor = await cursorOf('/assets')
      const reply = await admin.call('GET', `${path}?limit=1&cursor=${cursor}`)
      if (path === '/assets') expect(reply.status).toBe(200)
      else expect(reply).toMatchObject(refused)
    },
  )

  it.each([
    ['of another sort', 'sort=-name'],
    ['of another query', 'query=name:sim*'],
    ['of another second query', 'having=isSecurity:true'],
    ['of another state of findings', 'status=missing'],
  ])('is refused with a page %s', async (_name, query) => {
    const cursor = await cursorOf('/assets')
    expect(await admin.call('GET', `/assets?${query}&limit=1&cursor=${cursor}`)).toMatchObject(refused)
  })

  it('of another asset, or of another subscription, is refused', async () => {
    const assets = (await admin.call('GET', '/assets')).body.items as { id: string }[]
    const cursor = await cursorOf(`/assets/${assets[0]?.id}/findings`)
    expect(await admin.call('GET', `/assets/${assets[1]?.id}/findings?limit=1&cursor=${cursor}`)).toMatchObject(refused)
    const other = await addSubscription(server, 'Cursors')
    const stranger = await addMember(server, 'cursors@example.org', 'administrator', other)
    const ours = await cursorOf('/assets')
    expect(await stranger.person.call('GET', `/assets?limit=1&cursor=${ours}`)).toMatchObject(refused)
  })

  // A cursor stands behind a row that its reader saw: another person, or the same one elsewhere, gets nothing from it.
  describe('of another person', () => {
    const paged = Object.values(routes)
      .filter(route => route.method === 'GET' && 'query' in route && 'cursor' in route.query.properties)
      .map(route => route.path)
    /** Of these lists nobody has two rows here; no list gets a codec but of its reader (packages/server/src/paging/cursor.ts). */
    const short = [
      ...['/identity-providers', '/identity-providers/:id/links', '/vulnerabilities'],
      ...['/unmatched-programs', '/program-mappings', '/program-products', '/patch-rules'],
      ...['/audit/heads', '/installation/audit', '/installation/audit/heads', '/feeds/:id/documents'],
    ]
    let colleague: Member
    let ids: Readonly<Record<string, string>>

    beforeAll(async () => {
      colleague = await addMember(server, 'colleague@example.org', 'administrator')
      await addSubscription(server, 'Second')
      await server.db.owner(`update person set is_operator = true where email = $1`, [colleague.email])
      const first = async (path: string, member = 'id') =>
        (await admin.call('GET', path)).body.items[0][member] as string
      const asset = await first('/assets')
      const hosts = (await admin.call('GET', '/assets')).body.items as { id: string }[]
      const patch = await first(`/assets/${asset}/findings`, 'patchId')
      let job = { runs: [{ id: '' }] }
      for (const name of ['one', 'two']) {
        await sessionCookie(server, colleague.email)
        await activationKey(admin, { title: name })
        for (const [path, body] of Object.entries({
          '/tags': { name },
          '/searches': { entity: 'asset', name, query: 'name:*', shared: true },
          '/assessment-profiles': { name, scanEveryS: 86_400, tags: [] },
          '/configuration-profiles': { name, tags: [] },
        })) {
          const made = await admin.call('POST', path, body)
          if (made.status !== 201) throw new Error(`${path}: ${made.status}`)
        }
        const assets = hosts.map(host => host.id)
        job = (await admin.call('POST', '/jobs', { name, ...choosing(assets, [patch]), enable: true })).body
      }
      const people = (await admin.call('GET', '/people?search=colleague')).body.items[0].id as string
      const [{ feeds }] = [await feedAndBundle(server), await feedAndBundle(server)]
      ids = { assets: asset, patches: patch, people, runs: job.runs[0]?.id ?? '', feeds }
    })

    const at = (path: string) => path.replace(':id', ids[path.split('/')[1] ?? ''] ?? '')

    it.each(paged.filter(path => !short.includes(path)))('is refused by %s', async path => {
      // Of one's own sessions the key's owner has one: those of the colleague are more.
      const reader = path === '/sessions' ? colleague.person : admin
      const cursor = await cursorOf(at(path), reader)
      expect(cursor).toMatch(/^[\w-]+$/)
      const again = `${at(path)}?limit=1&cursor=${cursor}`
      expect(await (reader === admin ? colleague.person : admin).call('GET', again)).toMatchObject(refused)
      expect((await reader.call('GET', again)).status).toBe(200)
    })

    const files = new Set<string>(Object.values(routes).map(route => route.path))
    it.each(paged.filter(path => files.has(`${path}.csv`) && !path.endsWith('/links')))(
      'is not needed for %s.csv: the file has every row',
      async path => {
        const count = async () => (await admin.call('GET', `${at(path)}?limit=1`)).body.total as number
        const [before, file, after] = [await count(), await admin.call('GET', `${at(path)}.csv`), await count()]
        const rows = (file.body as string).trim().split('\r\n').length - 1
        // What is done meanwhile is audited.
        expect([file.status, rows >= before, rows <= after]).toEqual([200, true, true])
      },
    )

    it('goes on for the same person by another key and by a session', async () => {
      const cursor = await cursorOf('/tags', colleague.person)
      const headers = { cookie: colleague.cookie }
      const reply = await server.app.inject({ method: 'GET', url: `/api/v1/tags?limit=1&cursor=${cursor}`, headers })
      expect(reply.statusCode).toBe(200)
    })
  })

  it('that was altered in any character is refused', async () => {
    const cursor = await cursorOf('/assets')
    for (let at = 0; at < cursor.length; at += 7) {
      const altered = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`
      // The last characters of base64 hold bits that no byte has.
      if (Buffer.from(altered, 'base64url').equals(Buffer.from(cursor, 'base64url'))) continue
      expect(await admin.call('GET', `/assets?limit=1&cursor=${altered}`)).toMatchObject(refused)
    }
  })

  it.each([
    'limit=0',
    'limit=501',
    'limit=1000000',
    'limit=1&limit=2',
    'limit=1e2',
    'sort=password_hash',
    'fields=secret',
    'cursor=x',
  ])('beside %s is not looked at: 400', async query => {
    expect((await admin.call('GET', `/assets?${query}`)).status).toBe(400)
  })
})
