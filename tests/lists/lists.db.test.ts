import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicId } from '../query/world/world.ts'
import { type WorldServer, worldServer } from './world-server.ts'

let world: WorldServer

beforeAll(async () => {
  world = await worldServer()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const lists = ['assets', 'patches', 'jobs', 'tasks', 'vulnerabilities'] as const

const get = (list: string, parameters: Readonly<Record<string, string>> = {}) =>
  world.admin.person.call('GET', `/${list}?${new URLSearchParams(parameters).toString()}`)

/** What a list calls its rows by. */
const nameOf = (row: Record<string, unknown>): string =>
  String(row['name'] ?? row['title'] ?? row['cve'] ?? (row['asset'] as { name: string } | undefined)?.name)
async function names(list: string, parameters: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { status, body } = await get(list, parameters)
  if (status !== 200) throw new Error(JSON.stringify(body))
  const items = body.items as Record<string, unknown>[]
  expect(body.total).toBe(items.length)
  return items.map(row => (list === 'vulnerabilities' ? String(row['cve']) : nameOf(row)))
}

describe('a query finds', () => {
  it.each([
    ['assets', '', ['db_01', 'Größe 100%', 'web-01', 'WEB-02.example.org']],
    ['assets', 'name:web*', ['web-01', 'WEB-02.example.org']],
    ['assets', 'tags.name:prod and not tags.name:frozen', ['db_01', 'web-01']],
    ['assets', 'software:(name:`nginx` and version<1.24)', ['web-01']],
    ['assets', 'interfaces.address:10.0.0.0/8', ['web-01', 'WEB-02.example.org']],
    ['assets', 'scanDateTime:[now-7d .. now]', ['db_01', 'web-01']],
    ['patches', 'cve:CVE-2024-0001', ['openssl security update 3.0.14']],
    ['patches', 'category:`security` and vendorSeverity:Critical', ['RHSA-2024:3500 openssl security update']],
    ['jobs', 'status:Enabled', ['Monthly Windows']],
    ['tasks', 'status:Failed and items:(result:Failed)', ['db_01']],
    ['vulnerabilities', 'kev:true', ['CVE-2024-0001']],
  ])('%s: %s', async (list, query, want) => {
    expect((await names(list, { query })).toSorted()).toEqual(want.toSorted())
  })

  it.each([
    [
      'assets that miss something urgent',
      'assets',
      { having: 'severity:Critical', status: 'missing' },
      ['Größe 100%', 'db_01'],
    ],
    ['assets with it in any state', 'assets', { having: 'title:nginx' }, ['web-01', 'WEB-02.example.org']],
    [
      'assets where it is installed',
      'assets',
      { having: 'title:nginx', status: 'installed' },
      ['web-01', 'WEB-02.example.org'],
    ],
    ['assets where the latest is missing', 'assets', { having: 'title:kernel', status: 'latestMissing' }, []],
    ['assets with a finding in a state', 'assets', { status: 'installed' }, ['web-01', 'WEB-02.example.org']],
    [
      'patches that tagged assets miss',
      'patches',
      { having: 'tags.name:frozen', status: 'missing' },
      ['openssl security update 3.0.14'],
    ],
  ])('by a second query: %s', async (_claim, list, parameters, want) => {
    expect((await names(list, parameters as Record<string, string>)).toSorted()).toEqual(want.toSorted())
  })
})

describe('an order', () => {
  it.each([
    ['assets', 'name', ['db_01', 'Größe 100%', 'web-01', 'WEB-02.example.org']],
    ['assets', '-name', ['WEB-02.example.org', 'web-01', 'Größe 100%', 'db_01']],
    ['assets', '-missingPatchCount', ['Größe 100%', 'db_01', 'web-01', 'WEB-02.example.org']],
    ['assets', 'NAME', ['db_01', 'Größe 100%', 'web-01', 'WEB-02.example.org']],
    ['jobs', 'name', ['Monthly Windows', 'openssl now', 'take it back']],
  ])('of %s by %s', async (list, sort, want) => {
    expect(await names(list, { sort })).toEqual(want)
  })

  it('by the missing count is by the count that is shown, also while only the latest missing count', async () => {
    const { body } = await get('assets', { sort: '-missingPatchCount', status: 'latestMissing' })
    const counts = (body.items as { name: string; missingPatchCount: number }[]).map(a => [a.name, a.missingPatchCount])
    expect(Object.fromEntries(counts)).toMatchObject({ db_01: 1, 'web-01': 2 })
    expect(counts.map(([, n]) => n)).toEqual(counts.map(([, n]) => n as number).toSorted((a, b) => b - a))
  })

  it.each(['password_hash', 'tags.name', 'missing_count', '', '--name', 'name desc'])('"%s" is none', async sort => {
    const reply = await get('assets', { sort })
    expect(reply).toMatchObject({ status: 400, body: { code: 'malformed', field: 'sort' } })
    expect(reply.body.detail).toContain('missingPatchCount')
  })
})

describe('pages', () => {
  const sorts = { assets: 'riskScore', patches: '-epss', jobs: 'lastRun', tasks: '-ended', vulnerabilities: 'cvss' }

  it.each(lists)('of %s hold every row once, whatever they are sorted by and wherever nothing stands', async list => {
    const whole = await get(list, { sort: sorts[list] })
    const seen: unknown[] = []
    let cursor: string | null = null
    do {
      const page = await get(list, { sort: sorts[list], limit: '1', ...(cursor === null ? {} : { cursor }) })
      expect(page.status).toBe(200)
      seen.push(...page.body.items)
      cursor = page.body.nextCursor as string | null
    } while (cursor !== null && seen.length < 50)
    expect(seen).toEqual(whole.body.items)
    expect(seen.length).toBe(whole.body.total)
  })

  it('go on behind the last row although rows came and went', async () => {
    const { db } = world.server
    const first = await get('assets', { limit: '2' })
    expect(first.body.items.map(nameOf)).toEqual(['db_01', 'Größe 100%'])
    await db.owner(`update asset set name_folded = 'zz' where subscription_id = 7 and name = 'db_01'`)
    await db.owner(`update asset set name_folded = 'a' where subscription_id = 7 and name = 'Größe 100%'`)
    const second = await get('assets', { limit: '2', cursor: first.body.nextCursor })
    expect(second.body.items.map(nameOf)).toEqual(['web-01', 'WEB-02.example.org'])
    await db.owner(`update asset set name_folded = lower(name) where subscription_id = 7`)
  })

  it('go on behind names of any length and script', async () => {
    const { db } = world.server
    const longest = '\u{1f427}'.repeat(1000)
    await db.owner(`update asset set name_folded = $1 || name_folded where subscription_id = 7`, [longest])
    const first = await get('assets', { limit: '3' })
    const second = await get('assets', { limit: '3', cursor: first.body.nextCursor })
    expect([first.body.items.length, second.status, second.body.items.length]).toEqual([3, 200, 1])
    await db.owner(`update asset set name_folded = lower(name) where subscription_id = 7`)
  })

  it('of one query do not go on with another', async () => {
    const { body } = await get('assets', { query: 'licensed:true', limit: '1' })
    const cursor = body.nextCursor as string
    expect((await get('assets', { query: ' LICENSED : True ', limit: '1', cursor })).status).toBe(200)
    for (const other of [
      { query: 'licensed:false' },
      {},
      { query: 'licensed:true', having: 'isSecurity:true' },
      { query: 'licensed:true', status: 'missing' },
      { query: 'licensed:true', sort: '-name' },
    ]) {
      expect(await get('assets', { ...other, cursor })).toMatchObject({
        status: 400,
        body: { field: 'cursor' },
      })
    }
  })

  it('of one subscription do not go on in another', async () => {
    const { body } = await get('assets', { limit: '1' })
    const reply = await world.neighbour.person.call('GET', `/assets?cursor=${body.nextCursor as string}`)
    expect(reply).toMatchObject({ status: 400, body: { field: 'cursor' } })
  })
})

describe('members of items', () => {
  it('are all there without asking', async () => {
    const { body } = await get('assets', { query: 'name:`WEB-02.example.org`' })
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({
      id: publicId('asset', 2),
      osFamily: 'debian',
      criticality: 3,
      licensed: true,
      tags: [
        { id: publicId('tag', 3), name: 'frozen' },
        { id: publicId('tag', 1), name: 'prod' },
      ],
    })
  })

  it('are only those that were asked for', async () => {
    const { body } = await get('patches', { query: 'kev:true', fields: 'cves,kev,epss' })
    expect(body.items).toEqual([{ cves: ['CVE-2023-99999', 'CVE-2024-0001'], kev: true, epss: 0.91 }])
  })

  it.each([['password'], ['name,__proto__'], ['constructor'], ['name,,id'], ['']])('"%s" are refused', async fields => {
    expect(await get('assets', { fields })).toMatchObject({ status: 400, body: { code: 'malformed', field: 'fields' } })
  })

  it('of a vulnerability count what the subscription misses', async () => {
    const { body } = await get('vulnerabilities', { query: 'cve:CVE-2024-0001' })
    expect(body.items).toEqual([
      expect.objectContaining({
        title: 'Use after free in OpenSSL',
        kev: true,
        affectedAssetCount: 2,
        patchable: true,
        cwe: ['CWE-416', 'CWE-787'],
        ssvc: { exploitation: 'active', automatable: 'yes', technicalImpact: 'total' },
      }),
    ])
  })
})

describe('facets', () => {
  it('count the values of what matches, as a query is written with them', async () => {
    const { body } = await get('assets', {
      query: 'not osFamily:windows',
      facets: 'osFamily,scanStatus,licensed,tags.name',
    })
    expect(body.facets).toEqual({
      osFamily: [
        { value: 'debian', count: 2 },
        { value: 'redhat', count: 1 },
      ],
      scanStatus: [
        { value: 'Scanned', count: 2 },
        { value: 'Partial', count: 1 },
      ],
      licensed: [
        { value: 'true', count: 2 },
        { value: 'false', count: 1 },
      ],
      'tags.name': expect.arrayContaining([{ value: 'prod', count: 3 }]),
    })
  })

  it('a value of a facet, written behind its token, finds as many as it says', async () => {
    for (const [list, facets] of [
      ['assets', 'osFamily,scanStatus,platform,licensed,agentStatus'],
      ['patches', 'severity,category,vendor,platform'],
      ['jobs', 'status,scheduleType,type,owner'],
      ['tasks', 'status,failureReason'],
    ] as const) {
      const { body } = await get(list, { facets })
      for (const [token, values] of Object.entries(body.facets as Record<string, { value: string; count: number }[]>)) {
        for (const { value, count } of values) {
          // Text that a facet names is the whole value, which backticks say.
          const isText = ['osFamily', 'category', 'vendor', 'owner'].includes(token)
          const found = await get(list, { query: `${token}:${isText ? `\`${value}\`` : `"${value}"`}` })
          expect([list, token, value, found.body.total]).toEqual([list, token, value, count])
        }
      }
    }
  })

  it('of jobs also tell mine and those that I write with', async () => {
    const { db } = world.server
    await db.owner(
      `insert into job_co_author (job_id, person_id, subscription_id)
       select j.id, p.id, 7 from job j, person p
        where j.subscription_id = 7 and j.name = 'take it back' and p.email = 'admin@seven.example'`,
    )
    const { body } = await get('jobs', { facets: 'mine,coAuthored' })
    expect(body.facets).toEqual({
      mine: [{ value: 'owner:me', count: 0 }],
      coAuthored: [{ value: 'coAuthor:me', count: 1 }],
    })
    expect(await names('jobs', { query: 'coAuthor:me' })).toEqual(['take it back'])
  })

  it.each([['name'], ['password_hash'], ['osFamily,'], ['a,b,c,d,e,f,g,h,i,j,k,l,m']])(
    '"%s" are refused',
    async facets => {
      expect(await get('assets', { facets })).toMatchObject({
        status: 400,
        body: { code: 'malformed', field: 'facets' },
      })
    },
  )
})

describe('what is not understood is refused, never left out', () => {
  it('with every error and its place', async () => {
    const reply = await get('assets', { query: 'nam:x and licensed:maybe' })
    expect(reply).toMatchObject({
      status: 400,
      body: {
        code: 'query_invalid',
        field: 'query',
        errors: [
          { code: 'E_QUERY_UNKNOWN_TOKEN', from: 0, to: 3, suggestions: [{ insert: 'name', from: 0, to: 3 }, {}, {}] },
          { code: 'E_QUERY_TYPE', from: 19, to: 24 },
        ],
      },
    })
    expect(reply.body.items).toBeUndefined()
  })

  it('names the parameter', async () => {
    const reply = await get('assets', { query: 'licensed:true', having: 'sevrity:x' })
    expect(reply).toMatchObject({ status: 400, body: { code: 'query_invalid', field: 'having' } })
  })

  it.each([
    ['jobs', { having: 'name:x' }, 'having'],
    ['tasks', { status: 'missing' }, 'status'],
    ['assets', { status: 'gone' }, 'status'],
    ['assets', { search: 'web' }, 'search'],
    ['assets', { having: 'licensed:true' }, 'having'],
  ])('%s with %j', async (list, parameters, field) => {
    expect(await get(list, parameters as unknown as Record<string, string>)).toMatchObject({
      status: 400,
      body: { field },
    })
  })

  /** security-and-reliability.md §4.4. */
  it.each([
    ['S4.1 10,000 brackets', '('.repeat(10_000)],
    ['S4.2 no end of quotes', 'name:"a'],
    ['S4.3 there are no patterns', 'name:/(a+)+$/'],
    ['S4.4 a column of another table', 'tenant_id:2'],
    ['S4.4 a secret', 'password_hash:*'],
    ['S4.6 50,000 terms', Array.from({ length: 50_000 }, () => 'a:1').join(' OR ')],
    ['S4.8 a wrong type', 'missingPatchCount:>"high"'],
    ['S4.9 a day that does not exist', 'activatedDate:[2026-02-30 TO 2026-01-01]'],
    ['S4.9 a range that is empty', 'activatedDate:[2026-02-01 .. 2026-01-01]'],
    ['S4.10 no query refers to another', 'search:S'],
  ])('%s', async (_id, query) => {
    const reply = await get('assets', { query })
    expect(reply).toMatchObject({ status: 400, body: { code: 'query_invalid', field: 'query' } })
    expect(reply.body.errors[0].to).toBeGreaterThanOrEqual(reply.body.errors[0].from)
    expect(JSON.stringify(reply.body).length).toBeLessThan(20_000)
  })

  it.each([
    ['S4.3 a pattern is text', 'name:"/(a+)+$/"', []],
    ['S4.5 quotes of SQL are text', `name:"x') OR 1=1--"`, []],
    ['S4.7 only * is a wildcard', 'name:"*%*"', ['Größe 100%']],
    ['S4.7 _ is itself', 'name:*_*', ['db_01']],
    ['S4.7 all of them', 'name:"*%_\\\\*"', []],
  ])('%s', async (_id, query, want) => {
    expect(await names('assets', { query })).toEqual(want)
  })
})

describe('two subscriptions', () => {
  it.each(lists)('see their own %s only, though both have the same', async list => {
    const ours = await get(list, { limit: '500' })
    const theirs = await world.neighbour.person.call('GET', `/${list}?limit=500`)
    expect(ours.body.total).toBe(theirs.body.total)
    expect(ours.body.total).toBeGreaterThan(0)
    const count = await world.admin.person.call('GET', `/${list}?limit=500`)
    expect(count.body.items).toHaveLength(count.body.total as number)
  })
})
