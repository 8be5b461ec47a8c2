import type { SimulatedAgent, SimulatedHost } from '@patchyard/fleet'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember, setScope } from '../people.ts'
import { countersAgainstRows } from '../recount.ts'

let server: TestServer
let admin: Person
const hosts: { agent: SimulatedAgent; host: SimulatedHost; id: string; agentId: string }[] = []

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  const key = await activationKey(admin)
  for (const index of [1, 2, 3]) {
    const enrolled = await enrolledHost(server, key, { index })
    const made = (await admin.call('GET', '/agents?limit=1&sort=-enrolledAt')).body.items[0]
    hosts.push({ ...enrolled, id: made.assetId, agentId: made.id })
  }
})
afterAll(() => server[Symbol.asyncDispose]())

const ids = (...numbers: number[]): string[] => numbers.map(n => hosts[n]?.id ?? '')

describe('counts of patches', () => {
  let scoped: Person
  beforeAll(async () => {
    const tag = (await admin.call('POST', '/tags', { name: 'counted' })).body.id as string
    await admin.call('POST', '/tags/assign', { action: 'assign', tags: [tag], assets: ids(0, 1) })
    const member = await addMember(server, 'counted@example.org', 'patchManager')
    await setScope(server, member.email, tag)
    scoped = member.person
  })

  /** Of each patch: what its row says, how many assets its own list has, and how many the list of assets finds by it. */
  async function counted(who: Person): Promise<{ said: unknown; shown: unknown; found: unknown }> {
    const { items, facets } = (await who.call('GET', '/patches?limit=100&sort=title&facets=patchStatus')).body as {
      items: { id: string; missingCount: number }[]
      facets: { patchStatus: { value: string; count: number }[] }
    }
    const totals = async (path: (id: string) => string) => {
      const all: number[] = []
      for (const { id } of items) all.push((await who.call('GET', path(id))).body.total as number)
      return { all, missing: all.filter(n => n > 0).length }
    }
    const said = {
      all: items.map(patch => patch.missingCount),
      missing: facets.patchStatus.find(facet => /missing/i.test(facet.value))?.count ?? 0,
    }
    return {
      said,
      shown: await totals(id => `/patches/${id}/assets?status=missing&limit=1`),
      found: await totals(id => `/assets?status=missing&limit=1&having=${encodeURIComponent(`id:${id}`)}`),
    }
  }

  it.each([
    ['deactivated', 'deactivate', () => ids(1), [1, 2]],
    ['activated again', 'activate', () => ids(1), [2, 3]],
    ['paused', 'pause', () => ids(1), [2, 3]],
    ['revoked', 'revoke', () => ids(2), [2, 2]],
    ['removed', 'remove', () => ids(2), [2, 2]],
  ])('agree with both lists and the facet when an asset is %s', async (_, verb, pick, [inScope, inAll]) => {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const body = { ids: pick(), ...(verb === 'pause' ? { until, reason: 'x' } : {}) }
    const revoking = ['POST', `/agents/${hosts[2]?.agentId}/revoke`] as const
    expect(
      (await (verb === 'revoke' ? admin.call(...revoking) : admin.call('POST', `/assets/${verb}`, body))).status,
    ).toBe(200)
    expect(await countersAgainstRows(server)).toEqual({ assets: [], patches: [] })
    for (const [who, most] of [
      [scoped, inScope],
      [admin, inAll],
    ] as const) {
      // The counters are folded each second.
      await expect
        .poll(async () => Math.max(...((await counted(who)).said as { all: number[] }).all), { timeout: 5000 })
        .toBe(most)
      const { said, shown, found } = await counted(who)
      expect(shown).toEqual(said)
      expect(found).toEqual(said)
    }
  })

  it('stay as they are when a deactivated asset reports, and hold what it reported when it is activated', async () => {
    await admin.call('POST', '/assets/resume', { ids: ids(1) })
    await admin.call('POST', '/assets/deactivate', { ids: ids(1) })
    const { host, agent } = hosts[1] ?? { host: undefined, agent: undefined }
    const finding = (await admin.call('GET', `/assets/${ids(1)[0]}/findings?status=missing&limit=1`)).body.items[0]
    const packages = finding.packages as { name: string; arch: string; installed: string; candidate: string }[]
    const changes = packages.map(one => ({ name: one.name, arch: one.arch, from: one.installed, to: one.candidate }))
    expect(host?.install(finding.key as string, changes)).toBe(true)
    await agent?.report({ trigger: 'change' })
    expect(await countersAgainstRows(server)).toEqual({ assets: [], patches: [] })
    await admin.call('POST', '/assets/activate', { ids: ids(1) })
    expect(await countersAgainstRows(server)).toEqual({ assets: [], patches: [] })
  })
})
