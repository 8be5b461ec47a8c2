import { PROFILES_FEATURE, profileSection, type Row, type SectionName } from '@patchyard/protocol'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { activationKey, choosing } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember, setScope } from '../people.ts'
import { debianSections } from '../sections.ts'
import { WireAgent, type WireReply } from '../wire-agent.ts'

const HOUR = 3600
const KNOWS = { features: [PROFILES_FEATURE] }

let server: TestServer
let admin: Person
let key: string

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  key = await activationKey(admin)
})
afterAll(() => server[Symbol.asyncDispose]())

/** Profiles of one test are not those of the next; agents and tags of before do no harm. */
beforeEach(async () => {
  for (const kind of ['assessment', 'configuration']) {
    const { items } = (await admin.call('GET', `/${kind}-profiles`)).body as {
      items: { id: string; isDefault: boolean }[]
    }
    for (const one of items) if (!one.isDefault) await admin.call('DELETE', `/${kind}-profiles/${one.id}`)
  }
})

let serial = 0
/** A tag and its public id, with a parent or none. */
async function tag(parent?: string): Promise<string> {
  serial += 1
  const made = await admin.call('POST', '/tags', { name: `tag ${serial}`, ...(parent === undefined ? {} : { parent }) })
  if (made.status !== 201) throw new Error(`tag: ${made.status} ${JSON.stringify(made.body)}`)
  return made.body.id as string
}

async function agentWith(
  tags: readonly string[] = [],
  features: object = KNOWS,
): Promise<{ agent: WireAgent; asset: string }> {
  const agent = await WireAgent.enrol(server, key)
  await agent.checkIn(features)
  const asset = (await admin.call('GET', `/agents/${agent.state.agentId}`)).body.assetId as string
  for (const one of tags) await carry(asset, one)
  await agent.checkIn(features)
  return { agent, asset }
}

async function carry(asset: string, tagId: string): Promise<void> {
  const done = await admin.call('POST', '/tags/assign', { action: 'assign', assets: [asset], tags: [tagId] })
  if (done.status !== 200) throw new Error(`tagging: ${done.status} ${JSON.stringify(done.body)}`)
}

const settingsOf = (reply: WireReply) => reply.answer?.work?.manifest?.settings
const profilesOf = async (asset: string) => (await admin.call('GET', `/assets/${asset}/profiles`)).body
const make = async (kind: 'assessment' | 'configuration', body: object): Promise<string> => {
  const made = await admin.call('POST', `/${kind}-profiles`, body)
  if (made.status !== 201) throw new Error(`profile: ${made.status} ${JSON.stringify(made.body)}`)
  return made.body.id as string
}
const byDefault = async (kind: 'assessment' | 'configuration') => {
  const { items } = (await admin.call('GET', `/${kind}-profiles`)).body as {
    items: { id: string; isDefault: boolean }[]
  }
  return items.find(one => one.isDefault)?.id ?? ''
}

describe('the default profiles', () => {
  it.each(['assessment', 'configuration'] as const)(
    'the %s profile is there, and can be neither deleted nor given tags',
    async kind => {
      const id = await byDefault(kind)
      expect((await admin.call('DELETE', `/${kind}-profiles/${id}`)).status).toBe(409)
      expect((await admin.call('PATCH', `/${kind}-profiles/${id}`, { tags: [await tag()] })).status).toBe(409)
      const bulk = await admin.call('POST', `/${kind}-profiles/bulk`, { ids: [id], action: 'delete' })
      expect(bulk.body).toMatchObject({ done: [], refused: [{ id, code: 'conflict' }] })
    },
  )

  it('the assessment profile cannot be disabled, and its interval can be changed', async () => {
    const id = await byDefault('assessment')
    expect((await admin.call('PATCH', `/assessment-profiles/${id}`, { enabled: false })).status).toBe(409)
    const { agent } = await agentWith()
    const changed = await admin.call('PATCH', `/assessment-profiles/${id}`, { scanEveryS: 8 * HOUR })
    expect(changed.body).toMatchObject({ scanEveryS: 8 * HOUR, enabled: true })
    expect(settingsOf(await agent.checkIn(KNOWS))?.scanEveryS).toBe(8 * HOUR)
    await admin.call('PATCH', `/assessment-profiles/${id}`, { scanEveryS: 4 * HOUR })
  })
})

describe('assessment profiles', () => {
  it.each([
    ['below four hours', { scanEveryS: 4 * HOUR - 60 }, 400],
    ['above a week', { scanEveryS: 8 * 24 * HOUR }, 400],
    ['without a name', { name: ' ' }, 400],
    ['with a tag that does not exist', { tags: ['9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'] }, 404],
    ['with a member more', { more: 1 }, 400],
  ])('%s are refused', async (_claim, change, status) => {
    const body = { name: 'x', scanEveryS: 6 * HOUR, tags: [], ...change }
    expect((await admin.call('POST', '/assessment-profiles', body)).status).toBe(status)
  })

  it('name a tag once: in one of them only', async () => {
    const one = await tag()
    await make('assessment', { name: 'First', scanEveryS: 6 * HOUR, tags: [one] })
    const second = await admin.call('POST', '/assessment-profiles', {
      name: 'Second',
      scanEveryS: 5 * HOUR,
      tags: [one],
    })
    expect([second.status, second.body.field]).toEqual([409, '/tags'])
  })

  it('have names of their own, in any case of letters', async () => {
    await make('assessment', { name: 'Nightly', scanEveryS: 6 * HOUR, tags: [] })
    const again = await admin.call('POST', '/assessment-profiles', { name: 'NIGHTLY', scanEveryS: 6 * HOUR, tags: [] })
    expect([again.status, again.body.field]).toEqual([409, '/name'])
  })

  it('reach assets by tags below theirs; of several the shortest interval counts; why is told', async () => {
    const above = await tag()
    const below = await tag(above)
    const other = await tag()
    const slow = await make('assessment', { name: 'Slow', scanEveryS: 12 * HOUR, tags: [above] })
    const fast = await make('assessment', { name: 'Fast', scanEveryS: 5 * HOUR, tags: [other] })
    const { agent, asset } = await agentWith([below])
    expect((await profilesOf(asset)).assessment).toMatchObject({
      profile: { id: slow, name: 'Slow', isDefault: false },
      tag: { id: above },
      carried: [{ id: below }],
      others: [],
      effectiveScanEveryS: 12 * HOUR,
    })
    await carry(asset, other)
    expect(settingsOf(await agent.checkIn(KNOWS))?.scanEveryS).toBe(5 * HOUR)
    expect((await profilesOf(asset)).assessment).toMatchObject({
      profile: { id: fast },
      others: [{ id: slow, name: 'Slow' }],
    })
    await admin.call('POST', '/assessment-profiles/bulk', { ids: [fast], action: 'disable' })
    expect(settingsOf(await agent.checkIn(KNOWS))?.scanEveryS).toBe(12 * HOUR)
    const counts = (await admin.call('GET', '/assessment-profiles?search=slow')).body
    expect(counts.items).toMatchObject([{ name: 'Slow', assetCount: 1, enabled: true }])
  })

  it('are shown as a table of text', async () => {
    await make('assessment', { name: '=cmd()', scanEveryS: 6 * HOUR, tags: [] })
    const csv = await admin.call('GET', '/assessment-profiles.csv')
    expect(csv.body).toContain("'=cmd()")
    expect(String(csv.body).split('\r\n')[0]).toContain('effectiveScanEveryS')
  })

  it('on Free scan once a day at most, whatever they say, and cannot be made shorter', async () => {
    const one = await tag()
    await make('assessment', { name: 'Often', scanEveryS: 4 * HOUR, tags: [one] })
    const { agent, asset } = await agentWith([one])
    const setLicence = (kind: string, end: string | null) =>
      server.db.owner(`update subscription set licence_kind = $1, licence_end = $2::timestamptz where id = 1`, [
        kind,
        end,
      ])
    await setLicence('trial', '2020-01-01T00:00:00Z')
    try {
      // Nobody told the agent: the end of a licence acts at its next word that is more than "I am here".
      expect(settingsOf(await agent.checkIn(KNOWS))?.scanEveryS).toBe(24 * HOUR)
      expect((await profilesOf(asset)).assessment.effectiveScanEveryS).toBe(24 * HOUR)
      const made = await admin.call('POST', '/assessment-profiles', { name: 'Short', scanEveryS: 6 * HOUR, tags: [] })
      expect([made.status, made.body.field]).toEqual([400, '/scanEveryS'])
    } finally {
      await setLicence('full', null)
    }
    expect(settingsOf(await agent.checkIn(KNOWS))?.scanEveryS).toBe(4 * HOUR)
  })
})

describe('configuration profiles', () => {
  it('are asked in their order; the first that fits counts', async () => {
    const one = await tag()
    const first = await make('configuration', { name: 'First', tags: [one], document: { checkInS: 30 } })
    const second = await make('configuration', { name: 'Second', tags: [one], document: { checkInS: 40 } })
    const { agent, asset } = await agentWith([one])
    expect((await profilesOf(asset)).configuration).toMatchObject({
      profile: { id: first, priority: 1 },
      others: [{ id: second, priority: 2 }],
    })
    expect((await admin.call('POST', '/configuration-profiles/order', { ids: [second, first] })).status).toBe(200)
    expect(settingsOf(await agent.checkIn(KNOWS))).toMatchObject({ checkInS: 40 })
    expect((await admin.call('POST', '/configuration-profiles/order', { ids: [second] })).status).toBe(409)
    await admin.call('DELETE', `/configuration-profiles/${second}`)
    expect(settingsOf(await agent.checkIn(KNOWS))).toMatchObject({ checkInS: 30 })
    expect((await profilesOf(asset)).configuration.profile.priority).toBe(1)
  })

  it('reach the agent as a document with its version, blackouts as instants, and are taken', async () => {
    const one = await tag()
    const id = await make('configuration', {
      name: 'Office',
      tags: [one],
      document: {
        cacheMb: null,
        bandwidthKBs: 500,
        cpuPercent: 25,
        memoryMb: 512,
        otherUpdaters: 'off',
        blackouts: [
          {
            days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
            from: '08:00',
            minutes: 600,
            zone: 'Europe/Berlin',
          },
        ],
      },
    })
    const { version } = (await admin.call('GET', `/configuration-profiles/${id}`)).body
    const agent = await WireAgent.enrol(server, key)
    await agent.checkIn(KNOWS)
    const asset = (await admin.call('GET', `/agents/${agent.state.agentId}`)).body.assetId as string
    await carry(asset, one)
    expect((await profilesOf(asset)).delivery).toBe('waiting')
    const told = settingsOf(await agent.checkIn(KNOWS))
    expect(told?.profile).toMatchObject({
      digest: version,
      cacheMb: null,
      bandwidthKBs: 500,
      cpuPercent: 25,
      memoryMb: 512,
      otherUpdaters: 'off',
      patching: true,
    })
    const spans = told?.profile?.blackouts.spans ?? []
    expect(spans.length).toBeGreaterThanOrEqual(14)
    expect(
      spans.every(span => span.to - span.from === 600 * 60_000 || span === spans[0] || span === spans.at(-1)),
    ).toBe(true)
    expect((told?.profile?.blackouts.until ?? 0) - server.context.clock.nowMs()).toBeGreaterThan(13 * 24 * HOUR * 1000)
    expect((await profilesOf(asset)).delivery).toBe('waiting')
    await agent.checkIn(KNOWS)
    expect(await profilesOf(asset)).toMatchObject({ delivery: 'taken', configuration: { profile: { id, version } } })
    const listed = (await admin.call('GET', `/agents/${agent.state.agentId}`)).body.profiles
    expect(listed).toEqual({ configuration: { id, name: 'Office' }, assessment: null, delivery: 'taken' })
  })

  it('go to agents that announced them alone; the others have the two intervals', async () => {
    const one = await tag()
    await make('configuration', { name: 'Old ones', tags: [one], document: { checkInS: 120, patching: false } })
    const { agent, asset } = await agentWith([one], {})
    await admin.call('PATCH', `/assessment-profiles/${await byDefault('assessment')}`, { scanEveryS: 4 * HOUR })
    // The manifest came while the tag was put on; asked for anew it is the same.
    agent.state.manifest = 0
    expect(settingsOf(await agent.checkIn())).toEqual({ checkInS: 120, scanEveryS: 4 * HOUR, scanAfter: 0 })
    expect((await profilesOf(asset)).delivery).toBe('unsupported')
    // The same agent after its upgrade.
    expect(settingsOf(await agent.checkIn({ ...KNOWS, agentVersion: '0.2.0' }))?.profile).toMatchObject({
      patching: false,
    })
  })

  it('that nobody changed cost nothing: a check-in brings no manifest and no signature', async () => {
    const { agent } = await agentWith()
    await agent.checkIn(KNOWS)
    const quiet = await agent.linked('/agent/v1/checkin', agent.checkInMembers(KNOWS), {
      link: agent.honestLink(),
      want: [],
    })
    expect(quiet.json).toEqual({ root: 1 })
  })

  it.each([
    [
      'a zone that does not exist',
      { blackouts: [{ days: ['monday'], from: '08:00', minutes: 60, zone: 'Moon/Crater' }] },
    ],
    [
      'a time of day that does not exist',
      { blackouts: [{ days: ['monday'], from: '24:00', minutes: 60, zone: null }] },
    ],
    ['a window without days', { blackouts: [{ days: [], from: '08:00', minutes: 60, zone: null }] }],
    [
      'more windows than the limit',
      { blackouts: Array.from({ length: 25 }, () => ({ days: ['monday'], from: '08:00', minutes: 1, zone: null })) },
    ],
    ['a check-in interval below the protocol', { checkInS: 14 }],
    ['memory that no scan fits in', { memoryMb: 100 }],
    ['a member that is not one', { cache: 1 }],
  ])('with %s are refused', async (_claim, document) => {
    const made = await admin.call('POST', '/configuration-profiles', { name: 'x', tags: [], document })
    expect([made.status, made.body.code]).toEqual([400, 'malformed'])
  })

  it('that switch patching off leave the asset out of a plan with that reason', async () => {
    const one = await tag()
    await make('configuration', { name: 'Frozen', tags: [one], document: { patching: false } })
    const { agent, asset } = await agentWith([one])
    await agent.report(debianSections({ missing: 1 }))
    const findings = await admin.call('GET', `/assets/${asset}/findings`)
    const job = await admin.call('POST', '/jobs', {
      name: 'Frozen',
      ...choosing([asset], [findings.body.items[0].patchId]),
    })
    const enabled = await admin.call('POST', `/jobs/${job.body.id}/enable`)
    const run = enabled.body.runs[0].id as string
    const tasks = (await admin.call('GET', `/runs/${run}/tasks`)).body
    expect(tasks.items).toMatchObject([{ status: 'skipped', reason: 'patching_off' }])
  })
})

it('what the agent said became of its profile is shown on the asset', async () => {
  const { agent, asset } = await agentWith()
  const rows: Row[] = [
    profileSection.toRow({
      kind: 'limit',
      name: 'cpuPercent',
      state: 'unsupported',
      detail: 'systemd does not run here',
    }),
    profileSection.toRow({ kind: 'updater', name: 'unattended-upgrades', state: 'switchedOff', detail: '' }),
  ]
  const sections = new Map<SectionName, readonly Row[]>([...debianSections({ missing: 1 }), ['profile.1', rows]])
  expect((await agent.report(sections)).status).toBe(200)
  expect((await profilesOf(asset)).host).toEqual([
    { kind: 'limit', name: 'cpuPercent', state: 'unsupported', detail: 'systemd does not run here' },
    { kind: 'updater', name: 'unattended-upgrades', state: 'switchedOff', detail: '' },
  ])
})

it('whose scope is a few tags decides about those alone, and counts and sees those alone', async () => {
  const mine = await tag()
  const others = await tag()
  const manager = await addMember(server, 'manager@example.org', 'administrator')
  await setScope(server, manager.email, mine)
  const hidden = await agentWith([others])
  const seen = await agentWith([mine])
  const profile = await make('assessment', { name: 'Both', scanEveryS: 6 * HOUR, tags: [mine, others] })
  const { person } = manager
  expect((await person.call('GET', `/assets/${hidden.asset}/profiles`)).status).toBe(404)
  expect((await person.call('GET', `/assets/${seen.asset}/profiles`)).status).toBe(200)
  const listed = (await person.call('GET', '/assessment-profiles?search=both')).body.items
  expect(listed).toMatchObject([{ assetCount: 1 }])
  expect((await person.call('PATCH', `/assessment-profiles/${profile}`, { scanEveryS: 7 * HOUR })).status).toBe(403)
  expect((await person.call('DELETE', `/assessment-profiles/${profile}`)).status).toBe(403)
  expect(
    (await person.call('PATCH', `/assessment-profiles/${await byDefault('assessment')}`, { scanEveryS: 7 * HOUR }))
      .status,
  ).toBe(403)
  const own = await person.call('POST', '/configuration-profiles', {
    name: 'Mine',
    tags: [mine],
    document: { checkInS: 90 },
  })
  expect(own.status).toBe(201)
  expect((await person.call('POST', '/configuration-profiles/order', { ids: [own.body.id] })).status).toBe(403)
})
