import { type RouteName, routes } from '@patchyard/api'
import { systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, tableChecksums } from './arrange.ts'
import { firstAdmin, type Person } from './door-client.ts'
import { addMember, addSubscription } from './people.ts'

/** Folding the log of counts into the counts changes rows whenever its second comes. */
const others = () => tableChecksums(server, other, ['patch_count', 'patch_count_delta'])
const mine = () => tableChecksums(server, 1, ['patch_count', 'patch_count_delta', 'api_key'])

/** What has ids: the first part of a path under /api/v1. */
type Kind = 'api-keys' | 'activation-keys' | 'agents' | 'assets' | 'patches' | 'jobs' | 'runs' | 'tasks' | 'searches'
type Ids = Record<Kind, string>

let server: TestServer
let ours: Person
let theirs: Ids
let own: Ids
let other: number

beforeAll(async () => {
  server = await testServer()
  const first = await firstAdmin(server)
  ours = first
  own = await oneOfEach(first)
  other = await addSubscription(server, 'Other')
  const { person } = await addMember(server, 'other@example.org', 'administrator', other)
  theirs = await oneOfEach(person)
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

/** An enrolled host with a job under way, and the ids of everything that came of it. */
async function oneOfEach(admin: Person): Promise<Ids> {
  const { agent } = await enrolledHost(server, await activationKey(admin), { missing: 2 })
  const first = async (path: string, member = 'id'): Promise<string> =>
    ((await admin.call('GET', path)).body.items as Record<string, string>[])[0]?.[member] ?? ''
  const assets = await first('/assets')
  const patches = await first(`/assets/${assets}/findings`, 'patchId')
  const job = await admin.call('POST', '/jobs', { name: 'J', assets: [assets], patches: [patches], enable: true })
  await agent.checkIn()
  const run = job.body.runs[0].id as string
  return {
    'api-keys': (await admin.call('POST', '/api-keys', { title: 'another' })).body.key.id as string,
    'activation-keys': await first('/activation-keys'),
    agents: agent.id ?? '',
    assets,
    patches,
    jobs: job.body.id as string,
    runs: run,
    tasks: await first(`/runs/${run}/tasks`),
    searches: (await admin.call('POST', '/searches', { entity: 'asset', name: 'S', query: 'name:*', shared: true }))
      .body.id,
  }
}

const bodies: { readonly [N in RouteName]?: object } = {
  acceptAgent: {},
  resumeAgent: { machine: '0'.repeat(32) },
  retryJob: {},
  changeSearch: { name: 'Renamed' },
}

const withId = (Object.keys(routes) as RouteName[]).filter(name => routes[name].path.includes(':id'))
const kindOf = (name: RouteName): Kind => routes[name].path.split('/')[1] as Kind

/** The answer as a stranger sees it: without the number of the request and the id that was asked for. */
async function ask(name: RouteName, id: string, body: object | undefined = bodies[name]): Promise<string> {
  const { method, path } = routes[name]
  const reply = await ours.call(method, path.replace(':id', id), body)
  return JSON.stringify({ ...reply, body: { ...reply.body, requestId: '' } }).replaceAll(id, 'ID')
}

describe('the wall between subscriptions', () => {
  it('has every kind of thing on both sides', () => {
    for (const ids of [own, theirs])
      for (const [kind, id] of Object.entries(ids)) expect(`${kind} ${id}`).toMatch(/ [0-9a-f-]{36}$/)
    expect(new Set(Object.values(own)).size + new Set(Object.values(theirs)).size).toBe(18)
  })

  it.each(withId)(
    '%s answers for a foreign id what it answers for one that does not exist, and nothing changes',
    async name => {
      const before = await others()
      const foreign = await ask(name, theirs[kindOf(name)])
      const unknown = await ask(name, systemRandom.uuid())
      expect(foreign).toBe(unknown)
      expect(JSON.parse(foreign)).toMatchObject({ status: 404, body: { code: 'not_found' } })
      expect(await others()).toEqual(before)
    },
  )

  it.each([
    ['assets', () => ({ name: 'X', assets: [theirs.assets], patches: [own.patches] })],
    ['patches', () => ({ name: 'X', assets: [own.assets], patches: [theirs.patches] })],
    ['one foreign of many assets', () => ({ name: 'X', assets: [own.assets, theirs.assets], patches: [own.patches] })],
  ] as const)('a job with foreign %s is refused whole, as with ids that do not exist', async (_name, make) => {
    const foreign = make()
    const strangers = JSON.parse(
      JSON.stringify(foreign)
        .replaceAll(theirs.assets, systemRandom.uuid())
        .replaceAll(theirs.patches, systemRandom.uuid()),
    ) as object
    const [before, before1] = [await others(), await mine()]
    const clean = (reply: { status: number; body: Record<string, unknown> }) => ({
      ...reply,
      body: { ...reply.body, requestId: '', detail: String(reply.body['detail']).replace(/[0-9a-f-]{36}/, 'ID') },
    })
    const [a, b] = [await ours.call('POST', '/jobs', foreign), await ours.call('POST', '/jobs', strangers)]
    expect(clean(a)).toEqual(clean(b))
    expect(a.status).toBe(404)
    expect(await others()).toEqual(before)
    expect(await mine()).toEqual(before1)
  })

  it('an agent cannot be accepted as an asset of another subscription', async () => {
    const waiting = await enrolledHost(server, await activationKey(ours, { autoAccept: false }), {}).catch(() => null)
    expect(waiting).toBeNull()
    const pending = await ours.call('GET', '/agents?sort=-enrolledAt&limit=1')
    const id = pending.body.items[0].id as string
    expect(pending.body.items[0].status).toBe('pending')
    const before = await others()
    const foreign = await ask('acceptAgent', id, { as: theirs.assets })
    expect(JSON.parse(foreign)).toMatchObject({ status: 404 })
    expect(foreign.replace(theirs.assets, 'X')).toBe(
      (await ask('acceptAgent', id, { as: systemRandom.uuid() })).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'X'),
    )
    expect(await others()).toEqual(before)
  })

  it.each(
    (Object.keys(routes) as RouteName[]).filter(
      name => routes[name].method === 'GET' && !routes[name].path.includes(':id'),
    ),
  )('%s shows nothing of the other side', async name => {
    const reply = await ours.call('GET', routes[name].path)
    const text = JSON.stringify(reply.body)
    for (const id of Object.values(theirs)) expect(text).not.toContain(id)
    expect(text).not.toContain('other@example.org')
  })

  it('the same patch reported on both sides is two patches, and each side sees its own count', async () => {
    const listed = await ours.call('GET', '/patches?limit=500')
    const patch = listed.body.items.find((p: { id: string }) => p.id === own.patches) as { key: string }
    const keys = (listed.body.items as { key: string }[]).filter(p => p.key === patch.key)
    expect(keys).toHaveLength(1)
  })

  it.each(withId)('%s knows our own id (last: some of them end what they name)', async name => {
    expect(JSON.parse(await ask(name, own[kindOf(name)]))).not.toMatchObject({ status: 404 })
  })
})
