import { once } from 'node:events'
import { requestContentType } from '@patchyard/protocol'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { activationKey, choosing } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { debianSections } from '../sections.ts'
import { WireAgent } from '../wire-agent.ts'

const BELL = '/agent/v1/bell'
const nothing = Buffer.alloc(0)

let server: TestServer
let admin: Person
let address: string
let key: string

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  address = server.context.address.publicUrl()
  key = await activationKey(admin)
})
afterAll(() => server[Symbol.asyncDispose]())

async function ready(): Promise<{ agent: WireAgent; assetId: string }> {
  const agent = await WireAgent.enrol(server, key)
  await agent.checkIn()
  await agent.report(debianSections({ missing: 1 }))
  const assetId = (await admin.call('GET', `/agents/${agent.state.agentId}`)).body.assetId as string
  return { agent, assetId }
}

async function socket(agent: WireAgent, headers: Record<string, string> = {}): Promise<WebSocket> {
  const ws = new WebSocket(`${address.replace('http', 'ws')}${BELL}`, {
    headers: { ...agent.headers('GET', BELL, nothing), ...headers },
  })
  await once(ws, 'open')
  return ws
}

const refusal = async (agent: WireAgent, headers: Record<string, string>): Promise<string> => {
  try {
    await socket(agent, headers)
    return 'open'
  } catch (error) {
    return (error as Error).message
  }
}

async function enable(assetId: string): Promise<void> {
  const findings = await admin.call('GET', `/assets/${assetId}/findings`)
  const job = await admin.call('POST', '/jobs', {
    name: 'Bell',
    ...choosing([assetId], [findings.body.items[0].patchId]),
  })
  const enabled = await admin.call('POST', `/jobs/${job.body.id}/enable`)
  expect(enabled.status).toBe(200)
}

describe('the bell', () => {
  it('rings a WebSocket when a job is enabled, once, with a text frame of one dot', async () => {
    const { agent, assetId } = await ready()
    const ws = await socket(agent)
    const rings: string[] = []
    ws.on('message', data => rings.push(String(data)))
    const rung = once(ws, 'message')
    await enable(assetId)
    await rung
    // The notice also goes round through the database: long enough for it to have come back.
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(rings).toEqual(['.'])
    ws.close()
  })

  it('answers a long poll with 200 {} when it rings', async () => {
    const { agent, assetId } = await ready()
    const poll = fetch(`${address}${BELL}`, {
      headers: { ...agent.headers('GET', BELL, nothing), 'content-type': requestContentType },
    })
    await new Promise(resolve => setTimeout(resolve, 200))
    await enable(assetId)
    const reply = await poll
    expect(reply.status).toBe(200)
    expect(await reply.text()).toBe('{}')
  })

  it('has two ropes for an agent: the newest win', async () => {
    const { agent } = await ready()
    const first = await socket(agent)
    const closed = once(first, 'close')
    const [second, third] = [await socket(agent), await socket(agent)]
    await closed
    expect([second.readyState, third.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN])
    second.close()
    third.close()
  })

  it('is taken down when the agent says anything', async () => {
    const { agent } = await ready()
    const ws = await socket(agent)
    const closed = once(ws, 'close')
    ws.send('hello')
    await closed
  })

  it.each([
    ['an Origin header', { origin: 'https://example.org' }, '401'],
    ['a cookie', { cookie: 'a=b' }, '401'],
    ['a signature over another path', { 'signature-input': 'pyp1=()' }, '401'],
  ])('is refused to %s', async (_name, headers, status) => {
    const { agent } = await ready()
    expect(await refusal(agent, headers)).toContain(status)
  })

  it('is refused to a revoked agent, whatever the door remembers of its key', async () => {
    const { agent } = await ready()
    await admin.call('POST', `/agents/${agent.state.agentId}/revoke`)
    expect(await refusal(agent, {})).toContain('410')
  })
})
