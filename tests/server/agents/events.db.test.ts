import { type AgentEvent, eventName, eventText } from '@patchyard/protocol'
import { systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, choosing } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { debianSections } from '../sections.ts'
import { WireAgent, type WireReply } from '../wire-agent.ts'

let server: TestServer
let admin: Person
let key: string

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  key = await activationKey(admin)
})
afterAll(() => server[Symbol.asyncDispose]())

interface Working {
  readonly agent: WireAgent
  readonly assetId: string
  readonly jobId: string
  readonly task: string
  readonly sha256: string
}

/** An agent with one open task of one item. */
async function working(): Promise<Working> {
  const agent = await WireAgent.enrol(server, key)
  await agent.checkIn()
  expect((await agent.report(debianSections({ missing: 1 }))).status).toBe(200)
  const assetId = (await admin.call('GET', `/agents/${agent.state.agentId}`)).body.assetId as string
  const findings = await admin.call('GET', `/assets/${assetId}/findings`)
  const job = await admin.call('POST', '/jobs', {
    name: 'One',
    ...choosing([assetId], [findings.body.items[0].patchId]),
    enable: true,
  })
  const told = await agent.checkIn()
  const offered = told.answer?.work?.manifest?.tasks[0]
  if (offered === undefined) throw new Error(`no task was offered: ${told.text}`)
  return { agent, assetId, jobId: job.body.id as string, task: offered.task, sha256: offered.sha256 }
}

const event = (n: number, task: string, kind: AgentEvent['kind'], data: object, at?: number): string => {
  const now = at ?? server.context.clock.nowMs()
  return eventText({ task, n, at: now, wall: now, boot: 'b0'.repeat(16), kind, data } as AgentEvent)
}

const tell = async (agent: WireAgent, ...events: string[]): Promise<WireReply> => {
  const reply = await agent.linked('/agent/v1/events', { events })
  if (reply.answer !== null && reply.status === 200) agent.take(reply.answer)
  return reply
}

const taskOf = async (task: string) => (await admin.call('GET', `/tasks/${task}`)).body as Record<string, unknown>

describe('events of agents', () => {
  it('about a task of another agent are refused, noted, and move nothing', async () => {
    const { task } = await working()
    const other = await WireAgent.enrol(server, key)
    await other.checkIn()
    const told = await tell(other, event(1, task, 'refused', { sha256: '0'.repeat(64), code: 'limit' }))
    expect(told.answer?.receipts).toEqual([expect.objectContaining({ verdict: 'refused', code: 'foreign_task' })])
    expect(await taskOf(task)).toMatchObject({ status: 'sent' })
    const notices = await server.db.owner(
      `select n.kind from agent_notice n join agent_line l using (asset_id) where l.public_id = $1`,
      [other.state.agentId],
    )
    expect(notices).toEqual([{ kind: 'cross_agent' }])
  })

  it('about a task that nobody knows are kept as orphans and count for nothing', async () => {
    const { agent } = await working()
    const unknown = systemRandom.uuid()
    const text = event(1, unknown, 'end', { outcome: 'succeeded', rebootNeeded: false })
    const told = await tell(agent, text)
    expect(told.answer?.receipts).toEqual([{ sha256: eventName(text), verdict: 'stored' }])
    const rows = await server.db.owner('select orphan, text from task_event where task = $1', [unknown])
    expect(rows).toEqual([{ orphan: true, text }])
  })

  it('with a number that was used for other words are in conflict: the first stays, both are shown', async () => {
    const { agent, task, sha256 } = await working()
    const first = event(1, task, 'accepted', { sha256 })
    await tell(agent, first)
    const told = await tell(agent, event(1, task, 'refused', { sha256, code: 'limit' }), first)
    expect(told.answer?.receipts?.map(r => r.verdict)).toEqual(['stored', 'stored'])
    const shown = await taskOf(task)
    expect(shown).toMatchObject({ status: 'received', events: [{ n: 1, kind: 'accepted', conflict: true }] })
  })

  it('that do not fit the task are stored and move nothing, as do those that are not events', async () => {
    const { agent, task } = await working()
    const odd = [
      event(1, task, 'end', { outcome: 'succeeded', rebootNeeded: false }),
      event(2, task, 'begin', { spec: '0'.repeat(64) }),
      event(3, task, 'itemEnd', { item: 2000, outcome: 'ok' }),
      event(4, task, 'reboot', { code: 'always' }),
      event(5, task, 'accepted', { sha256: '0'.repeat(64) }),
      event(6, task, 'itemBegin', { item: 1 }, Number.MAX_SAFE_INTEGER),
      event(Number.MAX_SAFE_INTEGER, task, 'itemBegin', { item: 1 }),
      '{}',
      'not json',
      '{"task":"\\ud800"}',
    ]
    const told = await tell(agent, ...odd)
    expect(told.status).toBe(200)
    expect(told.answer?.receipts).toHaveLength(odd.length)
    expect(told.answer?.receipts?.slice(-4).map(r => r.verdict)).toEqual(['refused', 'refused', 'refused', 'refused'])
    expect((await admin.call('GET', `/tasks/${task}`)).status).toBe(200)
    expect((await agent.checkIn()).status).toBe(200)
  })

  it('in every order of kinds never break the line of the agent', async () => {
    const kinds: [AgentEvent['kind'], object][] = [
      ['accepted', { sha256: '0'.repeat(64) }],
      ['begin', { spec: '0'.repeat(64) }],
      ['itemBegin', { item: 1 }],
      ['itemEnd', { item: 1, outcome: 'ok', rc: 0 }],
      ['reboot', { code: 'always' }],
      ['end', { outcome: 'succeeded', rebootNeeded: false }],
      ['dropped', { code: 'cancelled' }],
      ['refused', { sha256: '0'.repeat(64), code: 'limit' }],
    ]
    const { agent, task } = await working()
    let n = 0
    for (const [first, firstData] of kinds) {
      for (const [second, secondData] of kinds) {
        const told = await tell(
          agent,
          event((n += 1), task, first, firstData),
          event((n += 1), task, second, secondData),
        )
        expect(`${first} then ${second}: ${told.status}`).toBe(`${first} then ${second}: 200`)
      }
    }
  })

  it('of a task that was given up are taken all the same: the agent knows better', async () => {
    const { agent, task, sha256, jobId } = await working()
    await server.db.owner(`update task set state = 'unknown', ended_at = now() where public_id = $1`, [task])
    const told = await tell(
      agent,
      event(1, task, 'accepted', { sha256 }),
      event(2, task, 'begin', { spec: '0'.repeat(64) }),
      event(3, task, 'itemBegin', { item: 1 }),
      event(4, task, 'itemEnd', { item: 1, outcome: 'ok', rc: 0 }),
      event(5, task, 'end', { outcome: 'succeeded', rebootNeeded: false }),
    )
    expect(told.status).toBe(200)
    expect(await taskOf(task)).toMatchObject({ status: 'verifying' })
    const after = server.context.clock.nowMs() + 5
    await agent.report(debianSections({ missing: 0, installed: 1 }), after)
    expect(await taskOf(task)).toMatchObject({ status: 'succeeded' })
    expect((await admin.call('GET', `/jobs/${jobId}`)).body.status).toBe('completed')
  })
})

describe('task documents', () => {
  it('are handed to their own agent alone', async () => {
    const { agent, sha256 } = await working()
    const other = await WireAgent.enrol(server, key)
    const body = Buffer.from(JSON.stringify({ sha256 }))
    const own = await agent.send('/agent/v1/document', body)
    expect(own.status).toBe(200)
    expect(own.json.items).toHaveLength(1)
    expect(await other.send('/agent/v1/document', body)).toMatchObject({ status: 404, json: { code: 'not_found' } })
  })
})
