import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, type Member } from '../server/people.ts'
import { type WorldServer, worldServer } from './world-server.ts'

let world: WorldServer
let reader: Member
let user: Member

beforeAll(async () => {
  world = await worldServer()
  reader = await addMember(world.server, 'reader@seven.example', 'patchReader', 7)
  user = await addMember(world.server, 'user@seven.example', 'patchUser', 7)
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

describe('recent searches', () => {
  const note = (member: Member, body: object) => member.person.call('POST', '/recent-searches', body)
  const recent = async (member: Member, entity?: string) =>
    (await member.person.call('GET', `/recent-searches${entity === undefined ? '' : `?entity=${entity}`}`)).body
      .items as { entity: string; query: string; having: string | null; status: string | null }[]

  it('are the last 20 of each list, newest first', async () => {
    for (let n = 1; n <= 25; n += 1) await note(user, { entity: 'asset', query: `missingPatchCount>${n}` })
    await note(user, { entity: 'job', query: 'owner:me' })
    const kept = await recent(user, 'asset')
    expect(kept).toHaveLength(20)
    expect(kept.map(search => search.query)).toEqual(
      Array.from({ length: 20 }, (_, n) => `missingPatchCount>${25 - n}`),
    )
    expect(await recent(user)).toHaveLength(21)
  })

  it('have each search once, by what it means and not how it is written', async () => {
    await note(user, { entity: 'patch', query: 'isSecurity:true' })
    await note(user, { entity: 'patch', query: 'kev:true' })
    await note(user, { entity: 'patch', query: ' ISSECURITY = True ' })
    expect((await recent(user, 'patch')).map(search => search.query)).toEqual([' ISSECURITY = True ', 'kev:true'])
    await note(user, { entity: 'patch', query: 'kev:true', having: 'licensed:true', status: 'missing' })
    expect((await recent(user, 'patch'))[0]).toMatchObject({
      query: 'kev:true',
      having: 'licensed:true',
      status: 'missing',
    })
    expect(await recent(user, 'patch')).toHaveLength(3)
  })

  it('are no place for what finds everything or is not understood', async () => {
    const before = await recent(reader)
    expect((await note(reader, { entity: 'asset', query: '  ' })).status).toBe(200)
    expect(await note(reader, { entity: 'asset', query: 'nam:x' })).toMatchObject({
      status: 400,
      body: { code: 'query_invalid', field: 'query' },
    })
    expect(await note(reader, { entity: 'job', query: '', status: 'missing' })).toMatchObject({ status: 400 })
    expect(await recent(reader)).toEqual(before)
  })

  it('are one person’s own, and end when that person says so', async () => {
    await note(reader, { entity: 'asset', query: 'name:mine' })
    expect(await recent(reader, 'asset')).toHaveLength(1)
    expect(JSON.stringify(await recent(user))).not.toContain('name:mine')
    await user.person.call('DELETE', '/recent-searches?entity=asset')
    expect((await recent(user)).map(search => search.entity)).not.toContain('asset')
    expect((await recent(user)).length).toBeGreaterThan(0)
    await user.person.call('DELETE', '/recent-searches')
    expect(await recent(user)).toEqual([])
    expect(await recent(reader, 'asset')).toHaveLength(1)
  })
})

describe('saved searches', () => {
  const save = (member: Member, body: object) =>
    member.person.call('POST', '/searches', { entity: 'asset', query: 'name:web*', ...body })
  const list = async (member: Member, parameters = '') =>
    (await member.person.call('GET', `/searches?${parameters}`)).body.items as {
      id: string
      name: string
      own: boolean
    }[]

  it('are kept as typed, renamed, changed and deleted by their owner', async () => {
    const made = await save(user, { name: ' Web  ', query: ' NAME:web* ', having: 'kev:true', status: 'missing' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: 'Web',
        query: ' NAME:web* ',
        having: 'kev:true',
        status: 'missing',
        shared: false,
        own: true,
        errors: [],
      },
    })
    const path = `/searches/${made.body.id as string}`
    expect((await user.person.call('PATCH', path, { name: 'Web servers' })).body).toMatchObject({
      name: 'Web servers',
      query: ' NAME:web* ',
      having: 'kev:true',
    })
    expect(
      (await user.person.call('PATCH', path, { query: 'name:db*', having: null, status: null })).body,
    ).toMatchObject({
      name: 'Web servers',
      query: 'name:db*',
      having: null,
      status: null,
    })
    expect((await user.person.call('DELETE', path)).status).toBe(200)
    expect((await user.person.call('GET', path)).status).toBe(404)
  })

  it('have a name once for each person and list', async () => {
    expect((await save(user, { name: 'Größe' })).status).toBe(201)
    // Upper case, and ö as o with two dots behind it.
    for (const name of ['GRÖßE', 'Gro\u0308ße']) {
      expect(await save(user, { name })).toMatchObject({ status: 409, body: { code: 'conflict' } })
    }
    expect((await save(user, { name: 'Größe', entity: 'patch', query: 'kev:true' })).status).toBe(201)
    expect((await save(reader, { name: 'Größe' })).status).toBe(201)
    const other = await save(user, { name: 'Another' })
    const taken = await user.person.call('PATCH', `/searches/${other.body.id as string}`, { name: 'größe' })
    expect(taken).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  it.each([
    [{ name: 'X', query: 'nam:x' }, 'query_invalid'],
    [{ name: 'X', having: 'licensed:true' }, 'query_invalid'],
    [{ name: 'X', entity: 'job', query: 'owner:me', having: 'kev:true' }, 'malformed'],
    [{ name: '\u200b' }, 'malformed'],
    [{ name: 'X', query: 'search:"Web servers"' }, 'query_invalid'],
    [{ name: 'X', owner: 'x' }, 'malformed'],
  ])('%j are refused', async (body, code) => {
    expect(await save(user, body)).toMatchObject({ status: 400, body: { code } })
  })

  /** S4.10: the language has no word for another search, so none can refer to another, in a circle or not. */
  it('cannot refer to each other', async () => {
    const made = await save(user, { name: 'A' })
    for (const query of ['search:A', 'saved:A', '@A', '$A', '{A}', `search:${made.body.id as string}`]) {
      const changed = await user.person.call('PATCH', `/searches/${made.body.id as string}`, { query })
      if (changed.status === 200) {
        // Text without a token is only text.
        const found = await user.person.call('GET', `/assets?query=${encodeURIComponent(query)}`)
        expect(found.body.total).toBe(0)
      } else expect(changed).toMatchObject({ status: 400, body: { code: 'query_invalid' } })
    }
  })

  it('of others are seen when they are shared, and changed by their owner alone', async () => {
    const made = await save(user, { name: 'For all', shared: true })
    const path = `/searches/${made.body.id as string}`
    expect((await list(reader)).find(search => search.name === 'For all')).toMatchObject({
      own: false,
      owner: 'user@seven.example',
    })
    expect((await reader.person.call('GET', path)).status).toBe(200)
    expect(await reader.person.call('PATCH', path, { name: 'Mine' })).toMatchObject({ status: 403 })
    expect(await reader.person.call('DELETE', path)).toMatchObject({
      status: 403,
      body: { permission: 'search.manage' },
    })
    expect(await world.admin.person.call('PATCH', path, { name: 'Mine' })).toMatchObject({ status: 403 })
    await user.person.call('PATCH', path, { shared: false })
    expect((await reader.person.call('GET', path)).status).toBe(404)
    expect(await reader.person.call('DELETE', path)).toMatchObject({ status: 404 })
    await user.person.call('PATCH', path, { shared: true })
    expect((await world.admin.person.call('DELETE', path)).status).toBe(200)
  })

  it('are shared only by who may', async () => {
    expect(await save(reader, { name: 'Shared', shared: true })).toMatchObject({
      status: 403,
      body: { permission: 'search.share' },
    })
    const own = await save(reader, { name: 'Own' })
    expect(await reader.person.call('PATCH', `/searches/${own.body.id as string}`, { shared: true })).toMatchObject({
      status: 403,
    })
  })

  it('leave a trace when they are shared', async () => {
    const made = await save(user, { name: 'Traced', shared: true })
    const path = `/searches/${made.body.id as string}`
    await user.person.call('PATCH', path, { name: 'Traced too' })
    await user.person.call('PATCH', path, { shared: false })
    await user.person.call('PATCH', path, { shared: true })
    await world.admin.person.call('DELETE', path)
    const rows = await world.server.db.owner<{ action: string; detail: { name: string } }>(
      `select action, detail from audit where object = $1 order by n`,
      [`search:${made.body.id as string}`],
    )
    expect(rows.map(row => [row.action, row.detail.name])).toEqual([
      ['search.share', 'Traced'],
      ['search.change', 'Traced too'],
      ['search.unshare', 'Traced too'],
      ['search.share', 'Traced too'],
      ['search.delete', 'Traced too'],
    ])
  })

  it('of another subscription do not exist, shared or not', async () => {
    const made = await save(world.neighbour, { name: 'Next door', shared: true })
    expect(made.status).toBe(201)
    const path = `/searches/${made.body.id as string}`
    for (const [method, body] of [['GET'], ['PATCH', { name: 'X' }], ['DELETE']] as const) {
      expect((await world.admin.person.call(method, path, body)).status).toBe(404)
    }
    expect((await list(world.admin, 'limit=500')).map(search => search.name)).not.toContain('Next door')
  })

  it('page and search by name', async () => {
    const names = (await list(user, 'limit=500&entity=asset')).map(search => search.name)
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: { items: { name: string }[]; nextCursor: string | null } = (
        await user.person.call('GET', `/searches?limit=2&entity=asset${cursor === null ? '' : `&cursor=${cursor}`}`)
      ).body
      paged.push(...page.items.map(item => item.name))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(paged).toEqual(names)
    expect((await list(user, 'search=another')).map(search => search.name)).toEqual(['Another'])
  })

  it('of an older language are written in the present one; what is gone says so and finds nothing', async () => {
    const kept = (await save(user, { name: 'Renamed token', query: 'latestMissingPatchCount>0' })).body.id as string
    const lost = (await save(user, { name: 'Lost token', query: 'name:x' })).body.id as string
    await world.server.db.owner(
      `update saved_search set language_version = 0, query = 'old typed text',
              query_canonical = case public_id when $1 then 'nonSupersededMissingPatchCount>0' else 'wordThatIsGone:x' end
        where public_id in ($1, $2)`,
      [kept, lost],
    )
    expect((await user.person.call('GET', `/searches/${kept}`)).body).toMatchObject({
      query: 'latestMissingPatchCount>0',
      errors: [],
    })
    const gone = (await user.person.call('GET', `/searches/${lost}`)).body as { query: string; errors: object[] }
    expect(gone).toMatchObject({ query: 'wordThatIsGone:x', errors: [{ code: 'E_QUERY_UNKNOWN_TOKEN' }] })
    expect((await user.person.call('GET', `/assets?query=${gone.query}`)).status).toBe(400)
  })
})
