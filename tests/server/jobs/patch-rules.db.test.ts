import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, choosing, enrolledHost } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember } from '../people.ts'

let server: TestServer
let admin: Person
let asset: string
let patches: { id: string; key: string }[]

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  await enrolledHost(server, await activationKey(admin), { missing: 2 })
  asset = (await admin.call('GET', '/assets')).body.items[0].id
  patches = (await admin.call('GET', '/patches')).body.items
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const rule = (over: object = {}) => ({
  name: 'Freeze',
  kind: 'block',
  target: 'patch',
  value: patches[0]?.key,
  reason: 'audit week',
  ...over,
})

describe('rules about patches', () => {
  it('are obeyed by the next run, named with their reason, listed, and ended', async () => {
    const made = await admin.call('POST', '/patch-rules', rule())
    expect(made).toMatchObject({ status: 201, body: { name: 'Freeze', active: true, endsAt: null } })
    const ids = patches.map(patch => patch.id)
    const job = await admin.call('POST', '/jobs', {
      name: 'J',
      enable: true,
      ...choosing([asset], ids),
    })
    const [run] = (await admin.call('GET', `/jobs/${job.body.id}`)).body.runs
    expect(run.leftOut).toMatchObject([
      { id: patches[0]?.id, reason: 'patch_blocked', sentence: expect.stringContaining('Rule “Freeze”: audit week') },
    ])
    await admin.call('POST', `/jobs/${job.body.id}/cancel`)
    expect((await admin.call('GET', '/patch-rules?search=freeze')).body).toMatchObject({ total: 1 })
    expect((await admin.call('GET', '/patch-rules?search=thaw')).body.items).toEqual([])
    const ended = await admin.call('POST', `/patch-rules/${made.body.id}/end`)
    expect(ended.body).toMatchObject({ active: false, endedBy: made.body.createdBy })
    expect((await admin.call('POST', `/patch-rules/${made.body.id}/end`)).body).toEqual(ended.body)
    const audit = await admin.call('GET', `/audit?query=${encodeURIComponent('object:`patch-rule`')}`)
    expect(audit.status).toBe(200)
  })

  it.each([
    ['days without a minimum age', { minAgeDays: 3 }, 'malformed'],
    ['a minimum age without days', { kind: 'minAge' }, 'malformed'],
    ['no value', { value: ' ' }, 'malformed'],
    ['all patches blocked', { target: 'all', value: undefined }, 'malformed'],
    ['an end that has passed', { endsAt: '2020-01-01T00:00:00.000Z' }, 'malformed'],
    ['a query that is none', { target: 'query', value: 'nope:1' }, 'query_invalid'],
    ['a tag that is none', { tags: ['00000000-0000-4000-8000-000000000000'] }, 'not_found'],
  ])('refuse %s', async (_, over, code) => {
    expect((await admin.call('POST', '/patch-rules', rule(over))).body.code).toBe(code)
  })

  it('are seen by who sees patches, and made by administrators alone', async () => {
    const { person } = await addMember(server, 'reader@example.org', 'patchReader')
    expect((await person.call('GET', '/patch-rules')).status).toBe(200)
    expect((await person.call('POST', '/patch-rules', rule())).status).toBe(403)
    expect((await person.call('POST', '/emergency-stop', { reason: 'r' })).status).toBe(403)
  })
})

describe('the emergency stop', () => {
  const begin = async (schedule: object = { type: 'onDemand' }): Promise<string> => {
    const ids = patches.map(patch => patch.id)
    const body = { name: 'J', enable: true, ...choosing([asset], ids), schedule }
    return (await admin.call('POST', '/jobs', body)).body.id
  }
  const show = async (id: string) => (await admin.call('GET', `/jobs/${id}`)).body

  it('ends all that has not begun, halts the jobs with that reason, and tells no agent any more', async () => {
    const jobs = [await begin(), await begin({ type: 'once', start: '2099-01-05T21:00', zone: 'UTC' })]
    expect((await admin.call('POST', '/emergency-stop', { reason: 'bad kernel' })).body).toMatchObject({ jobs: 2 })
    for (const id of jobs) expect(await show(id)).toMatchObject({ status: 'halted', statusReason: 'emergency_stop' })
    const tasks = await server.db.owner(`select 1 from task where state not in ('cancelled', 'skipped', 'succeeded')`)
    expect(tasks).toEqual([])
    expect((await admin.call('POST', '/emergency-stop', { reason: 'again' })).body).toEqual({
      jobs: 0,
      runs: 0,
      asked: 0,
    })
  })

  it('of one job leaves the others', async () => {
    const [one, other] = [await begin(), await begin()]
    expect((await admin.call('POST', '/emergency-stop', { reason: 'r', job: one })).body).toMatchObject({
      jobs: 1,
      runs: 1,
    })
    expect([(await show(one)).status, (await show(other)).status]).toEqual(['halted', 'enabled'])
    const lost = await admin.call('POST', '/emergency-stop', {
      reason: 'r',
      job: '00000000-0000-4000-8000-000000000000',
    })
    expect(lost.status).toBe(404)
  })
})
