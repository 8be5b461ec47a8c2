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

describe('as of an instant', () => {
  let [first, second] = ['', '']
  let patchId = ''
  const ask = (path: string) => admin.call('GET', path)
  const at = (instant: string): string => `asOf=${encodeURIComponent(instant)}`

  beforeAll(async () => {
    // The first report was a day ago by what the database says of findings; so were machine and patches.
    await server.db.owner(`update asset set created_at = created_at - interval '2 days'`)
    await server.db.owner(`update patch set first_reported_at = first_reported_at - interval '2 days'`)
    const [row] = await server.db.owner<{ first: Date; second: Date; patch: string }>(
      `select h.from_at as first, h.to_at as second, p.public_id as patch from finding_history h join patch p on p.id = h.patch_id
        where p.key = '${key(0, '2.0-1')}'`,
    )
    first = row!.first.toISOString()
    second = row!.second.toISOString()
    patchId = row!.patch
  })

  const counts = async (instant: string) => {
    const { status, body } = await ask(`/assets?${at(instant)}`)
    expect([status, body.asOf]).toEqual([200, instant])
    return (body.items as { missingPatchCount: number; installedPatchCount: number }[]).map(one => [
      one.missingPatchCount,
      one.installedPatchCount,
    ])
  }
  const before = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString()

  it('lists have the findings and the counts of then, from the instant on at which they began', async () => {
    expect(await counts(before(first))).toEqual([[0, 0]])
    expect(await counts(first)).toEqual([[3, 0]])
    expect(await counts(before(second))).toEqual([[3, 0]])
    expect(await counts(second)).toEqual([[3, 0]])
    const old = await ask(`/assets/${assetId}/findings?${at(before(second))}&sort=title`)
    expect((old.body.items as Shown[]).map(one => [one.key, one.status])).toEqual(
      [0, 1, 2].map(i => [key(i, '2.0-1'), 'missing']),
    )
    const next = await ask(`/assets/${assetId}/findings?${at(second)}&status=missing&sort=title`)
    expect((next.body.items as Shown[]).map(one => one.key)).toEqual([0, 1, 2].map(i => key(i, '3.0-1')))
    expect(Object.keys(old.body.items[0])).not.toContain('exposedSince')
    const patches = await ask(`/patches?query=missingCount:1&${at(before(second))}`)
    expect([patches.body.total, patches.body.items[0].missingCount]).toEqual([3, 1])
    const assets = await ask(`/patches/${patchId}/assets?${at(before(second))}`)
    expect(assets.body.items).toMatchObject([{ id: assetId, status: 'missing', since: first }])
    expect((await ask(`/patches/${patchId}/assets?${at(second)}`)).body.total).toBe(0)
  })

  it('there was no machine before it enrolled', async () => {
    expect(await counts('2001-01-01T00:00:00.000Z')).toEqual([])
  })

  it('files have the same rows', async () => {
    const text = async (path: string): Promise<string[]> => {
      const answer = await ask(path)
      return String(answer.body).trim().split('\r\n')
    }
    expect(await text(`/assets.csv?fields=name,missingPatchCount,scanStatus&${at(first)}`)).toEqual([
      'name,missingPatchCount,scanStatus',
      expect.stringMatching(/,3,$/),
    ])
    expect(await text(`/assets/${assetId}/findings.csv?${at(first)}`)).toHaveLength(4)
    expect(await text(`/patches.csv?query=patchStatus:Missing&fields=title&${at(first)}`)).toHaveLength(4)
  })

  it.each([
    ['/assets?asOf=2999-01-01T00:00:00Z', 'as_of_future', 'asOf'],
    ['/assets?asOf=2001-01-01T00:00:00Z&status=latestMissing', 'as_of_no_history', 'status'],
    ['/assets?asOf=2001-01-01T00:00:00Z&sort=-riskScore', 'as_of_no_history', 'sort'],
    ['/assets?asOf=2001-01-01T00:00:00Z&facets=osFamily,scanStatus', 'as_of_no_history', 'facets'],
    ['/patches?asOf=2001-01-01T00:00:00Z&having=agentStatus:Stale', 'query_invalid', 'having'],
    ['/patches.csv?asOf=2999-01-01T00:00:00Z', 'as_of_future', 'asOf'],
    ['/assets/ID/findings?asOf=2001-01-01T00:00:00Z&latest=true', 'as_of_no_history', 'latest'],
    ['/assets/ID/findings?asOf=2001-01-01T00:00:00Z&sort=exposedSince', 'as_of_no_history', 'sort'],
    ['/assets/ID/findings?asOf=2999-01-01T00:00:00Z', 'as_of_future', 'asOf'],
    ['/assets?asOf=yesterday', 'malformed', 'asOf'],
    ['/jobs?asOf=2001-01-01T00:00:00Z', 'malformed', 'asOf'],
  ])('%s is refused as %s (%s)', async (path, code, field) => {
    const { status, body } = await ask(path.replace('ID', assetId))
    expect([status, body.code, String(body.field ?? '')]).toEqual([400, code, expect.stringContaining(field)])
  })

  it('a query about what has no history is refused by its place', async () => {
    const { body } = await ask(`/assets?query=name:x+and+scanStatus:Failed&${at(first)}`)
    expect(body.errors).toMatchObject([{ code: 'E_QUERY_NO_PAST', from: 11, to: 21 }])
  })
})
