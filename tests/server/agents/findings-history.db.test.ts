import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { countersAgainstRows } from '../recount.ts'
import { debianSections } from '../sections.ts'
import { WireAgent } from '../wire-agent.ts'

let server: TestServer
let admin: Person
let agent: WireAgent
let assetId: string

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  agent = await WireAgent.enrol(server, await activationKey(admin))
  await agent.checkIn()
  assetId = (await admin.call('GET', `/agents/${agent.state.agentId}`)).body.assetId as string
})
afterAll(() => server[Symbol.asyncDispose]())

interface Shown {
  key: string
  status: string
  isLatest: boolean
  since: string
  exposedSince: string
}

async function findings(): Promise<Map<string, Shown>> {
  const page = await admin.call('GET', `/assets/${assetId}/findings?limit=100`)
  expect(page.status).toBe(200)
  return new Map((page.body.items as Shown[]).map(f => [f.key, f]))
}

const key = (i: number, version: string): string => `deb:debian/bookworm/wire-${i}@${version}`

describe('findings over three reports', () => {
  it('keep since when a product is exposed although the patch for it is replaced by a newer one, and the history', async () => {
    expect((await agent.report(debianSections({ missing: 3 }))).status).toBe(200)
    const first = await findings()
    expect(first.size).toBe(3)
    const since = first.get(key(0, '2.0-1'))!.exposedSince

    // The day after, a newer version is offered in place of 2.0.
    await server.db.owner(`update finding set first_seen = first_seen - interval '1 day', since = since - interval '1 day',
      exposed_since = exposed_since - interval '1 day'`)
    expect((await agent.report(debianSections({ missing: 3, newVersion: '3.0-1' }))).status).toBe(200)
    const second = await findings()
    const newer = second.get(key(0, '3.0-1'))!
    expect(newer).toMatchObject({ status: 'missing', isLatest: true })
    expect(Date.parse(newer.exposedSince)).toBe(Date.parse(since) - 86_400_000)
    expect(Date.parse(newer.since)).toBeGreaterThan(Date.parse(newer.exposedSince))
    expect(second.has(key(0, '2.0-1'))).toBe(false)

    // Then two of three are brought up to date.
    expect((await agent.report(debianSections({ missing: 1, installed: 2, newVersion: '3.0-1' }))).status).toBe(200)
    const third = await findings()
    expect(third.get(key(0, '3.0-1'))).toMatchObject({ status: 'missing' })
    for (const i of [1, 2]) expect(third.get(key(i, '3.0-1'))).toMatchObject({ status: 'installed' })
    const history = await server.db.owner<{ key: string; status: number }>(
      `select p.key, h.status from finding_history h join patch p on p.id = h.patch_id order by h.from_at, p.key`,
    )
    expect(history).toEqual([
      ...[0, 1, 2].map(i => ({ key: key(i, '2.0-1'), status: 1 })),
      ...[1, 2].map(i => ({ key: key(i, '3.0-1'), status: 1 })),
    ])
    const asset = await admin.call('GET', `/assets/${assetId}`)
    expect(asset.body).toMatchObject({ missingPatchCount: 1, installedPatchCount: 2, missingSecurityCount: 1 })
  })

  it('are counted as a recount counts them, for assets and for patches (I15)', async () => {
    expect(await countersAgainstRows(server)).toEqual({ assets: [], patches: [] })
  })

  it('that come back begin to be exposed anew', async () => {
    await agent.report(debianSections({ missing: 0, installed: 3, newVersion: '3.0-1' }))
    const before = server.context.clock.nowMs()
    await agent.report(debianSections({ missing: 1, installed: 2, newVersion: '4.0-1' }))
    const shown = (await findings()).get(key(0, '4.0-1'))!
    expect(Date.parse(shown.exposedSince)).toBeGreaterThanOrEqual(before)
    expect(await countersAgainstRows(server)).toEqual({ assets: [], patches: [] })
  })
})
