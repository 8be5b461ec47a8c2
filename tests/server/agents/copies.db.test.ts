import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { newFacts, WireAgent } from '../wire-agent.ts'

let server: TestServer
let admin: Person
let key: string

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  key = await activationKey(admin)
})
afterAll(() => server[Symbol.asyncDispose]())

const standingOf = async (agent: WireAgent): Promise<string> => {
  const found = await admin.call('GET', `/agents/${agent.state.agentId}`)
  return (found.body as { status: string }).status
}

describe('a copy of an agent', () => {
  it('that speaks besides the original proves itself: both are quarantined, and nothing of the request took effect', async () => {
    const original = await WireAgent.enrol(server, key)
    await original.checkIn()
    const copy = original.copy(newFacts())
    await original.checkIn()
    const caught = await copy.linked('/agent/v1/checkin', copy.checkInMembers({ zone: 'Europe/Paris' }))
    expect(caught.status).toBe(403)
    expect(caught.json).toMatchObject({ code: 'standing' })
    expect(caught.answer).toMatchObject({ standing: 'quarantined' })
    expect((await original.checkIn()).answer?.standing).toBe('quarantined')
    const shown = await admin.call('GET', `/agents/${original.state.agentId}`)
    expect(shown.body).toMatchObject({ status: 'quarantined', why: 'copy' })
    const machines = shown.body.speakers.map((s: { machine: string }) => s.machine)
    expect(machines).toContain(original.machine)
    expect(machines).toContain(copy.machine)
    const [line] = await server.db.owner('select zone from agent_line where public_id = $1', [original.state.agentId])
    expect(line).toEqual({ zone: 'Etc/UTC' })
  })

  it('ends when one machine is chosen: that one goes on, the other is refused and harms nobody', async () => {
    const original = await WireAgent.enrol(server, key)
    await original.checkIn()
    const copy = original.copy(newFacts())
    await original.checkIn()
    await copy.checkIn()
    await original.checkIn()
    const path = `/agents/${original.state.agentId}/resume`
    expect((await admin.call('POST', path, { machine: '0'.repeat(32) })).status).toBe(400)
    expect((await admin.call('POST', path, { machine: original.machine })).status).toBe(200)
    expect(await server.db.owner(`select object from audit where action = 'agent.resume'`)).toEqual([
      { object: `agent:${original.state.agentId}` },
    ])
    const late = await copy.checkIn()
    expect(late).toMatchObject({ status: 409, json: { code: 'link_unknown' } })
    // `created` counts whole seconds: a request of the second of the decision may be one from before it.
    const adopted = await original.linked('/agent/v1/checkin', original.checkInMembers(), {
      createdMs: server.context.clock.nowMs() + 1000,
      want: [],
    })
    expect(adopted.status).toBe(200)
    expect(adopted.answer?.standing).toBe('active')
    original.take(adopted.answer!)
    for (let i = 0; i < 3; i += 1) expect((await original.checkIn()).status).toBe(200)
    expect((await copy.checkIn()).json.code).toBe('link_unknown')
    expect(await standingOf(original)).toBe('active')
  })

  it('older than 32 links cannot speak, and is told of instead of quarantining anybody', async () => {
    const original = await WireAgent.enrol(server, key)
    await original.checkIn()
    const old = original.copy()
    for (let i = 0; i < 34; i += 1) await original.checkIn()
    const refused = await old.linked('/agent/v1/checkin', old.checkInMembers(), {
      createdMs: server.context.clock.nowMs() + 2000,
    })
    expect(refused.json.code).toBe('link_unknown')
    expect((await original.checkIn()).status).toBe(200)
    expect(await standingOf(original)).toBe('active')
    const asset = await admin.call('GET', `/agents/${original.state.agentId}`)
    const detail = await admin.call('GET', `/assets/${asset.body.assetId}`)
    expect(detail.body.notices.map((n: { kind: string }) => n.kind)).toContain('old_copy')
  })
})

describe('an honest agent', () => {
  it('whose replies are lost, all of them for a while, is never quarantined', async () => {
    const agent = await WireAgent.enrol(server, key)
    for (let round = 0; round < 5; round += 1) {
      const link = agent.nextLink()
      // Sent three times, no reply arrives; then again in a signed answer.
      for (let i = 0; i < 3; i += 1) await agent.linked('/agent/v1/checkin', agent.checkInMembers(), { link })
      const more = agent.nextLink()
      await agent.linked('/agent/v1/checkin', agent.checkInMembers(), { link: more })
      const heard = await agent.linked('/agent/v1/checkin', agent.checkInMembers(), { link: agent.sameLink() })
      expect(heard.status).toBe(200)
      agent.take(heard.answer!)
    }
    expect(await standingOf(agent)).toBe('active')
  })

  it('is not harmed by its own old requests arriving again: 409 link_old', async () => {
    const agent = await WireAgent.enrol(server, key)
    const members = agent.checkInMembers()
    const first = agent.nextLink()
    await agent.linked('/agent/v1/checkin', members, { link: first })
    agent.confirm()
    await agent.checkIn()
    await agent.checkIn()
    const replayed = await agent.linked('/agent/v1/checkin', members, { link: first })
    expect(replayed).toMatchObject({ status: 409, json: { code: 'link_old' } })
    expect((await agent.checkIn()).status).toBe(200)
  })

  it('whose number jumps by a million goes on', async () => {
    const agent = await WireAgent.enrol(server, key)
    await agent.checkIn()
    agent.state.seq += 1_000_000
    expect((await agent.checkIn()).status).toBe(200)
    expect((await agent.checkIn()).status).toBe(200)
  })

  it('with a clock off by days gets the time in a signed answer, and the second try succeeds', async () => {
    const agent = await WireAgent.enrol(server, key)
    const nowMs = server.context.clock.nowMs()
    const link = agent.nextLink()
    const off = await agent.linked('/agent/v1/checkin', agent.checkInMembers(), {
      link,
      createdMs: nowMs + 9 * 86_400_000,
    })
    expect(off).toMatchObject({ status: 401, json: { code: 'clock_skew' } })
    expect(Math.abs((off.answer?.time ?? 0) - nowMs)).toBeLessThan(60_000)
    const again = await agent.linked('/agent/v1/checkin', agent.checkInMembers(), {
      link,
      createdMs: off.answer?.time ?? 0,
    })
    expect(again.status).toBe(200)
  })
})

describe('manifests', () => {
  it('rise in version over lost replies and over what the agent says it has', async () => {
    const agent = await WireAgent.enrol(server, key)
    const first = await agent.checkIn()
    const version = first.answer?.work?.version ?? 0
    const far = version + 1_000_000_000
    const lost = await agent.linked(
      '/agent/v1/checkin',
      agent.checkInMembers({ have: { root: 1, manifest: far, tasks: [] } }),
    )
    const raised = lost.answer?.work?.version ?? 0
    expect(raised).toBeGreaterThan(far)
    const next = await agent.linked(
      '/agent/v1/checkin',
      agent.checkInMembers({ have: { root: 1, manifest: 0, tasks: [] } }),
    )
    expect(next.answer?.work?.version).toBeGreaterThan(raised)
    const beyond = await agent.linked(
      '/agent/v1/checkin',
      agent.checkInMembers({ have: { root: 1, manifest: Number.MAX_SAFE_INTEGER, tasks: [] } }),
    )
    expect(beyond).toMatchObject({ status: 400, json: { code: 'malformed' } })
  })
})
