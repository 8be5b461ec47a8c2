import { routes } from '@patchyard/api'
import { type TestServer, testServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember, type Member, setScope } from '../people.ts'

let server: TestServer
let admin: Person
let key: string
let scoped: Member
let keeper: Member

interface Named {
  readonly id: string
  readonly name: string
}
type Json = Readonly<Record<string, unknown>>

const get = async <T = Json>(who: Person, path: string): Promise<T> => {
  const { status, body } = await who.call('GET', path)
  expect([path, status]).toEqual([path, 200])
  return body as T
}
const items = async (who: Person, path: string): Promise<Named[]> => (await get<{ items: Named[] }>(who, path)).items
const made = async (body: object): Promise<string> => {
  const answer = await admin.call('POST', '/tags', body)
  expect([answer.status, answer.body]).toMatchObject([201, {}])
  return (answer.body as Named).id
}
const rule = (query: string) => ({ kind: 'query', query })
const carriers = async (tag: string): Promise<string[]> =>
  (await items(admin, `/assets?query=${encodeURIComponent(`tags.id:${tag}`)}`)).map(asset => asset.name).sort()
const refused = async (who: Person, method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => {
  const answer = await who.call(method, path, body)
  return [answer.status, (answer.body as { code?: string }).code]
}

const ids: Record<string, string> = {}
const tag: Record<string, string> = {}

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  key = await activationKey(admin)
  for (const index of [1, 2, 3]) await enrolledHost(server, key, { index, missing: index + 1 })
  for (const asset of await items(admin, '/assets')) ids[asset.name] = asset.id
  scoped = await addMember(server, 'scoped@example.org', 'patchManager')
  tag['top'] = await made({ name: 'top' })
  tag['mine'] = await made({ name: 'mine', parent: tag['top'], criticality: 4 })
  tag['other'] = await made({ name: 'other' })
  await admin.call('POST', '/tags/assign', { action: 'assign', tags: [tag['mine']], assets: [ids['sim-00001']] })
  await setScope(server, scoped.email, tag['top'])
  keeper = await addMember(server, 'keeper@example.org', 'administrator')
  await setScope(server, keeper.email, tag['top'])
})
afterAll(() => server[Symbol.asyncDispose]())

describe('a tag', () => {
  it.each([
    ['TOP', 'in another case', [409, 'conflict']],
    ['ᴛop', 'in letters of another form', [201, undefined]],
    ['t\u043ep', 'with a letter of another script in it', [400, 'tag_name_refused']],
    ['\u0442\u043e\u0440', 'in letters of another script that look the same', [409, 'conflict']],
    ['to\u200bp', 'with something invisible in it', [400, 'tag_name_refused']],
    ['\u202etop', 'that turns the direction of writing', [400, 'tag_name_refused']],
    ['   ', 'of blanks', [400, 'tag_name_refused']],
    ['x'.repeat(1025), 'longer than 1,024 characters', [400, 'malformed']],
    ['😀'.repeat(1024), 'of 1,024 characters of four bytes', [201, undefined]],
  ])('named %j, %s', async (name, _why, want) => {
    expect(await refused(admin, 'POST', '/tags', { name })).toEqual(want)
  })

  it('is not put below itself', async () => {
    const answer = await refused(admin, 'PATCH', `/tags/${tag['top']}`, { parent: tag['mine'] })
    expect(answer).toEqual([409, 'tag_circle'])
  })

  it('counts for those above it, in queries and in criticality', async () => {
    expect(await carriers(tag['top'] as string)).toEqual(['sim-00001'])
    expect(await get(admin, `/assets/${ids['sim-00001']}`)).toMatchObject({ criticality: 4 })
    expect(await get(admin, `/assets/${ids['sim-00002']}`)).toMatchObject({ criticality: 2 })
    await admin.call('PATCH', `/tags/${tag['top']}`, { criticality: 5 })
    expect(await get(admin, `/assets/${ids['sim-00001']}`)).toMatchObject({ criticality: 5 })
    await admin.call('PATCH', `/tags/${tag['top']}`, { criticality: null })
    expect(await get(admin, `/assets/${ids['sim-00001']}`)).toMatchObject({ criticality: 4 })
  })

  it('says what hangs on it before it is deleted, and is kept until it is said what becomes of that', async () => {
    const parent = await made({ name: 'going' })
    const child = await made({ name: 'going below', parent })
    const asking = await made({ name: 'asks', rule: rule('tags.name:"going"') })
    await activationKey(admin, { title: 'gives it', tags: [child] })
    await admin.call('POST', '/tags/assign', { action: 'assign', tags: [child], assets: [ids['sim-00002']] })
    expect(await carriers(asking)).toEqual(['sim-00002'])
    expect(await items(admin, `/tags/${parent}/uses`)).toMatchObject([
      { what: 'child', count: 1, names: ['going below'], outcome: 'needsAnswer' },
      { what: 'rule', count: 1, names: ['asks'], outcome: 'noted' },
    ])
    expect(await refused(admin, 'DELETE', `/tags/${parent}`)).toEqual([409, 'tag_in_use'])
    expect(await refused(admin, 'DELETE', `/tags/${parent}?children=delete`)).toEqual([409, 'tag_in_use'])
    expect((await admin.call('DELETE', `/tags/${parent}?children=delete&uses=release`)).status).toBe(200)
    expect((await admin.call('GET', `/tags/${child}`)).status).toBe(404)
    expect(await carriers(asking)).toEqual([])
    expect((await admin.call('DELETE', `/tags/${asking}`)).status).toBe(200)
  })

  it('that decides about the licence is not deleted at all', async () => {
    const deciding = await made({ name: 'licensed here' })
    await server.db.owner(
      `insert into licence_tag (tag_id, subscription_id, side) select id, 1, 'include' from tag where public_id = $1`,
      [deciding],
    )
    expect(await refused(admin, 'DELETE', `/tags/${deciding}?uses=release`)).toEqual([409, 'tag_in_use'])
    await server.db.owner(`delete from licence_tag`)
    expect((await admin.call('DELETE', `/tags/${deciding}`)).status).toBe(200)
  })
})

describe('a rule', () => {
  it.each([
    ['criticality>3', 'tag_rule_token'],
    ['name:x and osFamly:debian', 'E_QUERY_UNKNOWN_TOKEN'],
    ['  ', 'tag_rule_empty'],
  ])('%j is refused with %s and its place, and stores nothing', async (query, code) => {
    const group = { kind: 'group', match: 'any', rules: [{ kind: 'os', os: 'Debian' }, rule(query)] }
    const answer = await admin.call('POST', '/tags', { name: 'refused', rule: group })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: 'tag_rule_invalid', errors: [{ code }] })
    expect(await items(admin, '/tags?search=refused')).toEqual([])
    const preview = await admin.call('POST', '/tags/preview', { rule: group })
    expect(preview.body).toMatchObject({ query: null, errors: [{ code }], found: null })
  })

  it('that asks for itself is refused, by its own query, by a rename, by a move', async () => {
    expect(await refused(admin, 'POST', '/tags', { name: 'self', rule: rule('tags.name:self') })).toEqual([
      409,
      'tag_circle',
    ])
    const one = await made({ name: 'ring one', rule: rule('tags.name:"ring two"') })
    const two = await made({ name: 'ring 2', rule: rule('tags.name:"ring one"') })
    expect(await refused(admin, 'PATCH', `/tags/${two}`, { name: 'ring two' })).toEqual([409, 'tag_circle'])
    const above = await made({ name: 'ring two' })
    expect(await refused(admin, 'PATCH', `/tags/${two}`, { parent: above })).toEqual([409, 'tag_circle'])
    for (const id of [one, two, above]) expect((await admin.call('DELETE', `/tags/${id}`)).status).toBe(200)
  })

  it('is previewed against who carries the tag now, and then decides it', async () => {
    const dynamic = await made({ name: 'dynamic', rule: { kind: 'namePattern', pattern: '*1' } })
    expect(await carriers(dynamic)).toEqual(['sim-00001'])
    const next = { kind: 'group', match: 'none', rules: [{ kind: 'namePattern', pattern: '*1' }] }
    const { body } = await admin.call('POST', '/tags/preview', { tag: dynamic, rule: next })
    expect(body).toMatchObject({
      query: 'not name:"*1"',
      found: { count: 2 },
      added: { count: 2 },
      removed: { count: 1 },
    })
    await admin.call('PATCH', `/tags/${dynamic}`, { rule: next })
    expect(await carriers(dynamic)).toEqual(['sim-00002', 'sim-00003'])
    expect(
      await refused(admin, 'POST', '/tags/assign', { action: 'assign', tags: [dynamic], assets: [ids['sim-00001']] }),
    ).toEqual([409, 'tag_dynamic'])
    await admin.call('PATCH', `/tags/${dynamic}`, { rule: null })
    expect(await carriers(dynamic)).toEqual(['sim-00002', 'sim-00003'])
    expect((await admin.call('DELETE', `/tags/${dynamic}`)).status).toBe(200)
  })

  it('follows a host that enrols and reports', async () => {
    const dynamic = await made({ name: 'four', rule: rule('name:sim-00004 and missingPatchCount>0') })
    const given = await activationKey(admin, { title: 'with a tag', tags: [tag['other']] })
    await enrolledHost(server, given, { index: 4 })
    expect(await carriers(dynamic)).toEqual(['sim-00004'])
    expect(await carriers(tag['other'] as string)).toEqual(['sim-00004'])
    expect((await admin.call('DELETE', `/tags/${dynamic}`)).status).toBe(200)
  })

  it('that the language no longer understands keeps its assets and says so', async () => {
    const old = await made({ name: 'old', rule: rule('name:sim*') })
    const had = await carriers(old)
    expect(had.length).toBeGreaterThan(0)
    await server.db.owner(`update tag set rule_query = 'nmae:sim*', rule_language = 0 where public_id = $1`, [old])
    const again = await testServerOn(server)
    await again()
    expect(await get(admin, `/tags/${old}`)).toMatchObject({
      isBroken: true,
      problems: [{ code: 'E_QUERY_UNKNOWN_TOKEN' }],
    })
    await enrolledHost(server, key, { index: 5 })
    expect(await carriers(old)).toEqual(had)
    expect((await admin.call('DELETE', `/tags/${old}`)).status).toBe(200)
  })
})

/** What the server does when it starts. */
async function testServerOn(of: TestServer): Promise<() => Promise<void>> {
  const { tagsUnderTest } = await import('@patchyard/server/testing')
  return () => tagsUnderTest(of.db.database, 1, Date.now()).chores.renewRules(1)
}

describe('tags on many assets', () => {
  it('are all or nothing: one that is not there refuses the others', async () => {
    const body = { action: 'assign', tags: [tag['other']], assets: [ids['sim-00002'], tag['other']] }
    expect(await refused(admin, 'POST', '/tags/assign', body)).toEqual([404, 'not_found'])
    expect(await carriers(tag['other'] as string)).not.toContain('sim-00002')
  })

  it('by a query only with the number that it finds', async () => {
    const matching = { query: 'name:sim-0000*', count: 1 }
    const answer = await admin.call('POST', '/tags/assign', { action: 'assign', tags: [tag['other']], matching })
    expect(answer.body).toMatchObject({ code: 'tag_count_changed' })
    const { found } = answer.body as { found: number }
    const right = { ...matching, count: found }
    const done = await admin.call('POST', '/tags/assign', { action: 'assign', tags: [tag['other']], matching: right })
    expect(done.body).toMatchObject({ assets: found })
    expect((await carriers(tag['other'] as string)).length).toBe(found)
    await admin.call('POST', '/tags/assign', { action: 'remove', tags: [tag['other']], matching: right })
    expect(await carriers(tag['other'] as string)).toEqual([])
  })
})

describe('who has a scope', () => {
  /** Names and ids of what is not in it. */
  const hidden = async (): Promise<string[]> => {
    const rows = await server.db.owner<{ text: string }>(
      `select unnest(array[a.name, a.public_id::text, l.public_id::text]) as text
         from asset a join agent_line l on l.asset_id = a.asset_id
        where not exists (select 1 from asset_tag t join tag g on g.id = t.tag_id
                           where t.asset_id = a.asset_id and g.public_id = $1)
       union select p.public_id::text from patch p where not exists (
         select 1 from finding f join asset_tag t on t.asset_id = f.asset_id join tag g on g.id = t.tag_id
          where f.patch_id = p.id and g.public_id = $1)`,
      [tag['mine']],
    )
    return rows.map(row => row.text)
  }

  const lists = Object.entries(routes).flatMap(([name, one]) =>
    // A patch by its key is no list: it has a question of its own below.
    one.method === 'GET' && !one.path.includes(':') && one.permission !== 'public' && name !== 'getPatchByKey'
      ? [[name, one.path] as const]
      : [],
  )
  const told = async (who: Person, path: string): Promise<string[]> => {
    const { status, body } = await who.call('GET', path)
    if (status === 403) return []
    expect(status).toBe(200)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return (await hidden()).filter(one => text.includes(one))
  }

  it.each(lists)('finds nothing of other assets in %s', async (_name, path) => {
    expect(await told(scoped.person, path)).toEqual([])
    // Nobody may do more than an administrator; whose scope hides as much.
    expect(await told(keeper.person, path)).toEqual([])
  })

  it('finds no patch of other assets by its key', async () => {
    const [row] = await server.db.owner<{ key: string }>(
      `select p.key from patch p where p.public_id::text = any($1::text[]) limit 1`,
      [await hidden()],
    )
    const path = `/patches/by-key?key=${encodeURIComponent(row?.key ?? '')}`
    expect((await admin.call('GET', path)).status).toBe(200)
    expect((await scoped.person.call('GET', path)).status).toBe(404)
    expect((await keeper.person.call('GET', path)).status).toBe(404)
  })

  it('would have found them in these lists without a scope', async () => {
    const telling: string[] = []
    for (const [name, path] of lists) if ((await told(admin, path)).length > 0) telling.push(name)
    expect(telling).toEqual(
      expect.arrayContaining(['listAssets', 'exportAssets', 'listAgents', 'listPatches', 'exportPatches']),
    )
  })

  it.each([
    ['/assets/:id', 'asset'],
    ['/assets/:id/findings', 'asset'],
    ['/assets/:id/software', 'asset'],
    ['/agents/:id', 'agent'],
    ['/patches/:id', 'patch'],
    ['/patches/:id/assets', 'patch'],
  ])('asks for %s of another asset as for nothing', async (path, what) => {
    const [other] = await server.db.owner<{ id: string }>(
      {
        asset: `select public_id as id from asset where name = 'sim-00002'`,
        agent: `select l.public_id as id from agent_line l join asset a on a.asset_id = l.asset_id where a.name = 'sim-00002'`,
        patch: `select p.public_id as id from patch p where not exists (select 1 from finding f join asset a on a.asset_id = f.asset_id
                 where f.patch_id = p.id and a.name = 'sim-00001') and exists (select 1 from finding f where f.patch_id = p.id)`,
      }[what] as string,
    )
    expect(other).toBeDefined()
    const shown = async (id: string): Promise<unknown> => {
      const { status, body } = await scoped.person.call('GET', path.replace(':id', id))
      const { requestId: _, ...rest } = body as { requestId?: string }
      return [status, rest]
    }
    expect((await admin.call('GET', path.replace(':id', other?.id ?? ''))).status).toBe(200)
    expect(await shown(other?.id ?? '')).toEqual(await shown('00000000-0000-4000-8000-000000000000'))
  })

  it.each([
    ['asset', 'osFamily', '/assets'],
    ['asset', 'name', '/assets'],
    ['asset', 'tags.name', '/assets'],
    ['asset', 'software.name', '/assets'],
    ['patch', 'vendorSeverity', '/patches'],
    ['patch', 'category', '/patches'],
  ])('is told counts of %ss by %s that the list confirms', async (entity, token, path) => {
    const text = `${token}:`
    const { body } = await scoped.person.call('POST', '/query/complete', { entity, text, position: text.length })
    const { options } = body as { options: { label: string; insert: string; kind: string; count: number | null }[] }
    const counted = options.filter(one => one.kind === 'value' && one.count !== null)
    expect(counted.length).toBeGreaterThan(0)
    for (const option of counted.slice(0, 6)) {
      const query = `${token}:\`${option.label.replaceAll(/[\\`]/g, '\\$&')}\``
      const asked = entity === 'patch' || token === 'osFamily' ? `${token}:${option.insert}` : query
      const { total } = await get<{ total: number }>(scoped.person, `${path}?query=${encodeURIComponent(asked)}`)
      expect([option.label, option.count]).toEqual([option.label, total])
    }
  })

  it('gets the same numbers from list, facets, explain and the tag list', async () => {
    const list = await get<{ total: number; facets: Record<string, { count: number }[]> }>(
      scoped.person,
      '/assets?facets=osFamily,scanStatus',
    )
    expect(list.total).toBe(1)
    for (const facet of Object.values(list.facets)) expect(facet.reduce((sum, one) => sum + one.count, 0)).toBe(1)
    const explained = await scoped.person.call('POST', '/query/explain', {
      entity: 'asset',
      text: 'osFamily:debian or name:zzz',
    })
    expect(explained.body).toMatchObject({ everything: 1, total: 1 })
    const counts = await items(scoped.person, '/tags')
    for (const one of counts as (Named & { assetCount: number })[]) expect(one.assetCount).toBeLessThanOrEqual(1)
    const why = await scoped.person.call('POST', '/query/why', {
      entity: 'asset',
      text: 'name:x',
      id: ids['sim-00002'],
    })
    expect(why.status).toBe(404)
    const [patch] = (await items(scoped.person, '/patches?query=missingCount%3E0')) as (Named & {
      missingCount: number
    })[]
    expect(patch?.missingCount).toBe(1)
    expect(await get(scoped.person, `/patches/${patch?.id}`)).toMatchObject({ missingCount: 1 })
    expect(await get(scoped.person, `/patches/${patch?.id}/assets`)).toMatchObject({ total: 1 })
  })

  it('previews a rule inside the scope alone', async () => {
    const { body } = await scoped.person.call('POST', '/tags/preview', { rule: rule('name:*') })
    expect(body).toMatchObject({ found: { count: 1, items: [{ name: 'sim-00001' }] } })
  })

  it.each([
    ['makes no tag', 'POST', '/tags', { name: 'new' }],
    ['changes none', 'PATCH', '/tags/mine', { name: 'new' }],
    ['deletes none', 'DELETE', '/tags/mine', undefined],
    ['asks no rule of all', 'POST', '/tags/mine/evaluate', undefined],
  ] as const)('%s, even as an administrator', async (_what, method, path, body) => {
    const at = path.replace('/mine', `/${tag['mine']}`)
    expect(await refused(keeper.person, method, at, body)).toEqual([403, 'tag_outside_scope'])
  })

  it('gives tags of the scope alone, and to assets in it alone', async () => {
    const manager = await addMember(server, 'giver@example.org', 'administrator')
    await setScope(server, manager.email, tag['top'] as string)
    const give = (tags: unknown[], assets: unknown[]) =>
      refused(manager.person, 'POST', '/tags/assign', { action: 'assign', tags, assets })
    expect(await give([tag['other']], [ids['sim-00001']])).toEqual([403, 'tag_outside_scope'])
    expect(await give([tag['mine']], [ids['sim-00002']])).toEqual([404, 'not_found'])
    expect(await give([tag['top']], [ids['sim-00001']])).toEqual([200, undefined])
    expect(await refused(manager.person, 'POST', '/activation-keys', { title: 'k', tags: [tag['other']] })).toEqual([
      403,
      'tag_outside_scope',
    ])
  })

  it('sees a change of tags and of the scope with the next request, also behind an open cursor', async () => {
    await admin.call('POST', '/tags/assign', { action: 'assign', tags: [tag['mine']], assets: [ids['sim-00003']] })
    const first = await get<{ items: Named[]; nextCursor: string }>(scoped.person, '/assets?limit=1')
    expect(first.items.map(one => one.name)).toEqual(['sim-00001'])
    await admin.call('POST', '/tags/assign', { action: 'remove', tags: [tag['mine']], assets: [ids['sim-00003']] })
    const behind = `/assets?limit=1&cursor=${encodeURIComponent(first.nextCursor)}`
    expect(await get(scoped.person, behind)).toMatchObject({ items: [] })
    await setScope(server, scoped.email, tag['other'] as string)
    expect((await scoped.person.call('GET', behind)).status).toBe(400)
    expect(await items(scoped.person, '/assets')).toEqual([])
    await setScope(server, scoped.email)
    expect(await items(scoped.person, '/assets')).toEqual([])
    expect(await items(scoped.person, '/patches')).toEqual([])
    await setScope(server, scoped.email, tag['top'] as string)
    expect((await items(scoped.person, '/assets')).map(one => one.name)).toEqual(['sim-00001'])
  })
})
