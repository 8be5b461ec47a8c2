import { debianHost, SimulatedAgent } from '@patchyard/fleet'
import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, tableChecksums, choosing } from '../arrange.ts'
import { exchangeWith, firstAdmin, type Person } from '../door-client.ts'
import { addMember, addSubscription, setScope } from '../people.ts'
import { countersAgainstRows } from '../recount.ts'

const HOSTS = 4
const NOBODY = '00000000-0000-4000-8000-000000000000'

let server: TestServer
let admin: Person
let subscription: string
let hosts: { agent: SimulatedAgent; id: string; agentId: string }[]
let patches: string[]

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  const key = await activationKey(admin)
  const enrolled = []
  for (let index = 1; index <= HOSTS; index += 1) enrolled.push(await enrolledHost(server, key, { index }))
  const agents = (await admin.call('GET', '/agents?limit=100&sort=enrolledAt')).body.items as {
    id: string
    assetId: string
  }[]
  hosts = enrolled.map(({ agent, host }, n) => ({
    agent,
    host,
    id: agents[n]?.assetId ?? '',
    agentId: agents[n]?.id ?? '',
  }))
  patches = ((await admin.call('GET', '/patches?limit=100')).body.items as { id: string }[]).map(p => p.id)
  const [row] = await server.db.owner<{ public_id: string }>('select public_id from subscription where id = 1')
  subscription = row?.public_id ?? ''
})
afterAll(() => server[Symbol.asyncDispose]())

const ids = (...numbers: number[]): string[] => numbers.map(n => hosts[n]?.id ?? '')
const listed = async (query = ''): Promise<string[]> => {
  const { body } = await admin.call('GET', `/assets?query=${encodeURIComponent(query)}&limit=100`)
  return (body.items as { id: string }[]).map(asset => asset.id).sort()
}
const asset = async (n: number) => (await admin.call('GET', `/assets/${hosts[n]?.id}`)).body
const audited = (action: string): Promise<Record<string, unknown>[]> =>
  server.db.owner('select actor, object, detail from audit where action = $1 order by n', [action])

interface TaskShown {
  asset: { id: string }
  status: string
  reason: string | null
}
/** Makes and enables a job over these; its tasks by asset. */
async function deploy(...numbers: number[]): Promise<{ job: string; tasks(): Promise<Map<string, string>> }> {
  const made = await admin.call('POST', '/jobs', { name: 'J', ...choosing(ids(...numbers), patches), enable: true })
  expect(made.status).toBe(201)
  const run = (made.body.runs as { id: string }[])[0]?.id
  return {
    job: made.body.id as string,
    async tasks() {
      const { body } = await admin.call('GET', `/runs/${run}/tasks?limit=100`)
      return new Map((body.items as TaskShown[]).map(t => [t.asset.id, `${t.status} ${t.reason ?? ''}`.trim()]))
    },
  }
}

describe('which assets are meant', () => {
  const until = new Date(Date.now() + 86_400_000).toISOString()
  it.each([
    ['one that does not exist', () => ({ ids: [...ids(0), NOBODY] }), 404],
    ['ids and a query at once', () => ({ ids: ids(0), query: '', count: 1 }), 400],
    ['a query without the number that is meant', () => ({ query: '' }), 400],
    ['a query with another number', () => ({ query: '', count: HOSTS - 1 }), 409],
    ['a query that finds fewer', () => ({ query: 'name:nobody', count: 1 }), 409],
    ['a query that is none', () => ({ query: 'nam:x', count: 1 }), 400],
    ['nothing at all', () => ({}), 400],
  ])('%s: nothing happens', async (_, pick, status) => {
    for (const verb of ['scan', 'activate', 'deactivate', 'resume', 'remove', 'remove/preview']) {
      expect([verb, (await admin.call('POST', `/assets/${verb}`, pick())).status]).toEqual([verb, status])
    }
    const paused = await admin.call('POST', '/assets/pause', { ...pick(), until, reason: 'x' })
    expect(paused.status).toBe(status)
    expect((await asset(0)).pausedUntil).toBeNull()
  })

  it('an asset of another subscription is like one that does not exist, and nothing of it changes', async () => {
    const other = await addSubscription(server, 'Other')
    const stranger = await addMember(server, 'stranger@example.org', 'administrator', other)
    const before = await tableChecksums(server, 1)
    for (const verb of ['scan', 'activate', 'deactivate', 'resume', 'remove', 'remove/preview']) {
      const foreign = await stranger.person.call('POST', `/assets/${verb}`, { ids: ids(0) })
      const nowhere = await stranger.person.call('POST', `/assets/${verb}`, { ids: [NOBODY] })
      const plain = (body: object): string =>
        JSON.stringify({ ...body, requestId: '' }).replaceAll(ids(0)[0] ?? '', NOBODY)
      expect([foreign.status, plain(foreign.body)]).toEqual([404, plain(nowhere.body)])
    }
    expect(await tableChecksums(server, 1)).toEqual(before)
  })

  it('outside the scope there is nothing either', async () => {
    const member = await addMember(server, 'scoped@example.org', 'patchManager')
    await setScope(server, member.email)
    expect((await member.person.call('POST', '/assets/pause', { ids: ids(0), until, reason: 'x' })).status).toBe(404)
    expect((await member.person.call('POST', '/assets/scan', { query: '', count: 0 })).body).toEqual({
      matched: 0,
      changed: 0,
      skipped: 0,
    })
  })
})

describe('a paused asset', () => {
  it('is scanned and shown with reason and end, is not targeted, and what waited for it does not begin', async () => {
    const before = await deploy(0, 1)
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const done = await admin.call('POST', '/assets/pause', { ids: ids(0), until, reason: 'Year-end freeze' })
    expect(done.body).toEqual({ matched: 1, changed: 1, skipped: 0 })
    expect(await asset(0)).toMatchObject({ pausedUntil: until, pausedReason: 'Year-end freeze' })
    expect((await before.tasks()).get(hosts[0]?.id ?? '')).toBe('cancelled asset_paused')
    expect((await before.tasks()).get(hosts[1]?.id ?? '')).toBe('planned')
    await admin.call('POST', `/jobs/${before.job}/cancel`)

    expect((await (await deploy(0)).tasks()).get(hosts[0]?.id ?? '')).toBe('skipped asset_paused')
    expect((await admin.call('POST', '/assets/scan', { ids: ids(0) })).body.changed).toBe(1)

    // It ends by itself: nobody has to come and end it.
    await server.db.owner(`update asset set paused_until = now() - interval '1 second' where public_id = $1`, ids(0))
    expect(await asset(0)).toMatchObject({ pausedUntil: null, pausedReason: null })
    const after = await deploy(0)
    expect((await after.tasks()).get(hosts[0]?.id ?? '')).toBe('planned')
    await admin.call('POST', `/jobs/${after.job}/cancel`)
    expect((await audited('asset.pause'))[0]).toMatchObject({
      object: `asset:${hosts[0]?.id}`,
      detail: { until, reason: 'Year-end freeze' },
    })
  })

  it.each([
    ['in the past', -1000],
    ['in six years', 6 * 366 * 86_400_000],
  ])('cannot be paused until %s', async (_, ms) => {
    const until = new Date(Date.now() + ms).toISOString()
    expect((await admin.call('POST', '/assets/pause', { ids: ids(0), until, reason: 'x' })).status).toBe(400)
  })

  it('is resumed before its time', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    await admin.call('POST', '/assets/pause', { query: '', count: HOSTS, until, reason: 'x' })
    expect((await admin.call('POST', '/assets/resume', { ids: ids(0, 1, 2, 3) })).body.changed).toBe(HOSTS)
    expect((await admin.call('POST', '/assets/resume', { ids: ids(0, 1, 2, 3) })).body.changed).toBe(0)
    expect((await asset(3)).pausedUntil).toBeNull()
  })
})

describe('a deactivated asset', () => {
  it('stands in the list of agents alone, holds no licence, is not targeted, and comes back with a new activation', async () => {
    const first = (await asset(1)).activatedAt as string
    const job = await deploy(1, 2)
    expect((await admin.call('POST', '/assets/deactivate', { ids: ids(1) })).body.changed).toBe(1)
    expect(await listed()).toEqual(ids(0, 2, 3).sort())
    expect((await admin.call('GET', `/agents/${hosts[1]?.agentId}`)).body).toMatchObject({
      status: 'active',
      activated: false,
      licensed: false,
    })
    expect((await job.tasks()).get(hosts[1]?.id ?? '')).toBe('cancelled asset_not_activated')
    await admin.call('POST', `/jobs/${job.job}/cancel`)
    expect((await (await deploy(1)).tasks()).get(hosts[1]?.id ?? '')).toBe('skipped asset_not_activated')
    expect((await admin.call('POST', '/assets/scan', { ids: ids(1) })).body).toEqual({
      matched: 1,
      changed: 0,
      skipped: 1,
    })

    expect((await admin.call('POST', '/assets/activate', { ids: ids(1) })).body.changed).toBe(1)
    expect(await listed('licensed:true')).toEqual(ids(0, 1, 2, 3).sort())
    expect(Date.parse((await asset(1)).activatedAt as string)).toBeGreaterThan(Date.parse(first))
  })
})

describe('the licence', () => {
  const licence = async () => (await admin.call('GET', '/licence')).body

  it('is Full and unlimited on a fresh installation, and says who consumes it', async () => {
    expect(await licence()).toMatchObject({
      kind: 'full',
      effectiveKind: 'full',
      limit: null,
      endAt: null,
      used: { windows: 0, linux: HOSTS, mac: 0, total: HOSTS },
      wanted: HOSTS,
      percent: null,
      include: [],
      exclude: [],
    })
  })

  it('is set by the operator alone', async () => {
    const manager = await addMember(server, 'manager@example.org', 'patchManager')
    const reader = await addMember(server, 'reader@example.org', 'patchReader')
    const give = { kind: 'free' }
    expect((await manager.person.call('PATCH', `/subscriptions/${subscription}/licence`, give)).status).toBe(403)
    expect((await reader.person.call('PATCH', '/licence', { include: [] })).status).toBe(403)
    expect((await reader.person.call('GET', '/licence')).status).toBe(200)
    expect((await manager.person.call('PATCH', '/licence', { include: [NOBODY] })).status).toBe(404)
    expect((await admin.call('PATCH', `/subscriptions/${NOBODY}/licence`, give)).status).toBe(404)
    expect((await admin.call('PATCH', `/subscriptions/${subscription}/licence`, { kind: 'trial' })).status).toBe(400)
  })

  it('when short goes to the oldest activations, shows more than 100 %, and unlicensed assets are scanned, not patched', async () => {
    const set = await admin.call('PATCH', `/subscriptions/${subscription}/licence`, { kind: 'full', limit: 3 })
    expect(set.body).toMatchObject({ kind: 'full', effectiveKind: 'full', limit: 3 })
    expect(await licence()).toMatchObject({ used: { total: 3 }, wanted: 4, percent: 133, calculating: false })
    // The second was activated anew above: it is the youngest.
    expect(await listed('licensed:false')).toEqual(ids(1))
    expect((await (await deploy(1)).tasks()).get(hosts[1]?.id ?? '')).toBe('skipped asset_unlicensed')
    expect((await admin.call('POST', '/assets/scan', { ids: ids(1) })).body.changed).toBe(1)
    expect((await audited('licence.set')).length).toBe(1)
  })

  it('on Free nothing is licensed, nothing deploys, keys do not patch, and jobs are Disabled until it is back', async () => {
    const waiting = await deploy(0)
    expect((await admin.call('PATCH', `/subscriptions/${subscription}/licence`, { kind: 'free' })).status).toBe(200)
    expect(await listed('licensed:true')).toEqual([])
    expect((await asset(0)).licensed).toBe(false)
    for (const [method, path, body] of [
      ['POST', '/jobs', { name: 'J', ...choosing(ids(0), patches) }],
      ['POST', `/jobs/${waiting.job}/enable`, undefined],
      ['GET', '/jobs', undefined],
    ] as const) {
      expect((await admin.call(method, path, body)).body.code).toBe('licence_needed')
    }
    const [row] = await server.db.owner('select state, state_reason, state_before from job where public_id = $1', [
      waiting.job,
    ])
    expect(row).toEqual({ state: 'disabled', state_reason: 'licence_ended', state_before: 'enabled' })
    expect(await licence()).toMatchObject({ kind: 'free', effectiveKind: 'free', used: { total: 0 } })
    await admin.call('PATCH', `/subscriptions/${subscription}/licence`, { kind: 'full' })
    const shown = await admin.call('GET', `/jobs/${waiting.job}`)
    expect(shown.body).toMatchObject({ status: 'disabled', statusReason: 'licence_ended' })
    expect((await waiting.tasks()).get(hosts[0]?.id ?? '')).toBe('cancelled licence_ended')
    const again = await admin.call('POST', `/jobs/${waiting.job}/enable`)
    expect([again.status, again.body.status, again.body.statusReason]).toEqual([200, 'enabled', null])
    await admin.call('POST', `/jobs/${waiting.job}/cancel`)
  })
})

describe('agents, many at once', () => {
  it('are accepted and revoked all or none, and licences follow', async () => {
    const key = await activationKey(admin, { autoAccept: false })
    for (const index of [11, 12]) {
      const host = debianHost(systemRandom, { index, packages: 3, missing: 1 })
      const ports = { exchange: exchangeWith(server), clock: systemClock, random: systemRandom }
      await new SimulatedAgent(ports, host).enroll(key)
    }
    const { body } = await admin.call('GET', '/agents?search=pending')
    const waiting = (body.items as { id: string; licensed: boolean; activated: boolean }[]).map(agent => {
      expect(agent).toMatchObject({ licensed: false, activated: false })
      return agent.id
    })
    expect(waiting).toHaveLength(2)
    const status = async (verb: string, agents: readonly (string | undefined)[]): Promise<number> =>
      (await admin.call('POST', `/agents/${verb}`, { ids: agents })).status
    expect(await status('accept', [...waiting, NOBODY])).toBe(404)
    expect(await status('accept', [...waiting, hosts[0]?.agentId])).toBe(409)
    expect((await admin.call('GET', `/agents/${waiting[0]}`)).body.status).toBe('pending')
    expect(await status('accept', waiting)).toBe(200)
    expect((await admin.call('GET', `/agents/${waiting[1]}`)).body).toMatchObject({ status: 'active', licensed: true })
    expect(await status('reject', waiting)).toBe(409)
    expect(await status('revoke', waiting)).toBe(200)
    expect((await admin.call('GET', `/agents/${waiting[1]}`)).body).toMatchObject({
      status: 'revoked',
      licensed: false,
    })
    expect((await audited('agent.revoke')).length).toBe(2)
  })
})

describe('silent assets', () => {
  it('are removed only where somebody said after how many days', async () => {
    expect((await admin.call('GET', '/settings/assets')).body).toEqual({ staleAfterDays: 7, removeAfterDays: null })
    const wrong = await admin.call('PATCH', '/settings/assets', { staleAfterDays: 30, removeAfterDays: 30 })
    expect(wrong.status).toBe(400)
    const set = { staleAfterDays: 3, removeAfterDays: 30 }
    expect((await admin.call('PATCH', '/settings/assets', set)).body).toEqual(set)
    expect((await admin.call('GET', '/settings/assets')).body).toEqual(set)

    // Four days of silence are stale now, in what is shown and in what is found.
    await server.db.owner(
      `update agent_line l set seen_at = now() - interval '4 days' from asset a where a.asset_id = l.asset_id and a.public_id = $1`,
      ids(0),
    )
    expect((await asset(0)).agentStatus).toBe('stale')
    expect(await listed('agentStatus:Stale')).toEqual(ids(0))
    await admin.call('PATCH', '/settings/assets', { staleAfterDays: 5, removeAfterDays: null })
    expect((await asset(0)).agentStatus).toBe('active')
    expect(await listed('agentStatus:Stale')).toEqual([])
  })
})

describe('removing an asset', () => {
  it('says first what it touches, and touches nothing then', async () => {
    const job = await deploy(3)
    const before = await tableChecksums(server, 1)
    const preview = await admin.call('POST', '/assets/remove/preview', { ids: ids(2, 3) })
    expect(preview.body).toMatchObject({ assets: 2, openTasks: 1, licensed: 2, missing: 6 })
    expect(preview.body.names).toHaveLength(2)
    expect(await tableChecksums(server, 1)).toEqual(before)
    await admin.call('POST', `/jobs/${job.job}/cancel`)
  })

  it('takes its data, ends its tasks and its agent; the history of jobs keeps its name, and counts agree', async () => {
    const name = (await asset(3)).name as string
    const job = await deploy(2, 3)
    expect((await admin.call('POST', '/assets/remove', { ids: ids(3) })).body).toEqual({
      matched: 1,
      changed: 1,
      skipped: 0,
    })
    expect((await admin.call('GET', `/assets/${hosts[3]?.id}`)).status).toBe(404)
    expect((await admin.call('GET', `/agents/${hosts[3]?.agentId}`)).status).toBe(404)
    expect((await admin.call('GET', `/assets/${hosts[3]?.id}/software`)).status).toBe(404)
    expect(await listed()).toEqual(ids(0, 1, 2).sort())
    const tasks = (await admin.call('GET', `/jobs/${job.job}`)).body.runs[0].id as string
    const shown = (await admin.call('GET', `/runs/${tasks}/tasks`)).body.items as {
      asset: { name: string }
      reason: string
    }[]
    expect(shown.find(task => task.asset.name === name)).toMatchObject({
      status: 'cancelled',
      reason: 'asset_not_found',
    })
    await expect(hosts[3]?.agent.checkIn()).rejects.toThrow('410')
    expect(await countersAgainstRows(server)).toEqual({ assets: [], patches: [] })
    expect((await audited('asset.remove')).at(-1)?.['object']).toBe(`asset:${hosts[3]?.id}`)
    expect((await admin.call('POST', '/assets/remove', { ids: ids(3) })).status).toBe(404)
    expect((await (await deploy(2)).tasks()).size).toBe(1)
  })

  it('leaves rows only in the tables of the history of jobs and of revoked keys, and what sums of the past have not heard', async () => {
    const tables = await server.db.owner<{ name: string }>(
      `select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'asset_id' order by 1`,
    )
    const left: string[] = []
    for (const { name } of tables) {
      const [row] = await server.db.owner<{ any: boolean }>(
        `select exists (select 1 from "${name}" t join asset a on a.asset_id = t.asset_id
                         where a.removed_at is not null) as any`,
      )
      if (row?.any === true) left.push(name)
    }
    // The chore takes it away, in a minute or before this test looks.
    expect(left.filter(name => name !== 'finding_moved')).toEqual([
      'agent_line',
      'asset',
      'door_key',
      'item',
      'run_member',
      'task',
    ])
  })
})
