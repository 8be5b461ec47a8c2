import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { debianHost, SimulatedAgent } from '@patchyard/fleet'
import { testServer } from '@patchyard/server/testing'
import { expect, it } from 'vitest'
import { activationKey } from '../arrange.ts'
import { exchangeWith, firstAdmin } from '../door-client.ts'
import { countersAgainstRows } from '../recount.ts'

const AGENTS = 500
const PACKAGES = 60
const MISSING = 12

it('500 agents that enrol and send their first reports at once on an empty database meet no error and no deadlock', {
  timeout: 180_000,
}, async () => {
  await using server = await testServer()
  const admin = await firstAdmin(server)
  const key = await activationKey(admin)
  const [before] = await server.db.owner<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  const agents = Array.from({ length: AGENTS }, (_, index) => {
    const host = debianHost(systemRandom, { index: index + 1, packages: PACKAGES, missing: MISSING })
    return new SimulatedAgent({ exchange: exchangeWith(server), clock: systemClock, random: systemRandom }, host)
  })
  const outcomes = await Promise.allSettled(
    agents.map(async agent => {
      await agent.enroll(key)
      await agent.checkIn()
      await agent.report({ trigger: 'start' })
      return agent.checkIn()
    }),
  )
  const failed = outcomes.filter(o => o.status === 'rejected').map(o => String(o.reason))
  expect([...new Set(failed)]).toEqual([])
  expect(outcomes.filter(o => o.status === 'fulfilled' && o.value.full)).toEqual([])
  expect(server.log.filter(line => Number(line['level']) >= 40)).toEqual([])
  const [after] = await server.db.owner<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  expect(Number(after?.deadlocks) - Number(before?.deadlocks)).toBe(0)

  const assets = await admin.call('GET', '/assets?limit=500')
  expect(assets.body.total).toBe(AGENTS)
  for (const asset of assets.body.items) {
    expect(asset).toMatchObject({ missingPatchCount: MISSING, scanStatus: 'ok' })
  }
  const [dictionaries] = await server.db.owner(
    'select (select count(*)::int from package_version) as versions, (select count(*)::int from patch) as patches',
  )
  expect(dictionaries).toEqual({ versions: PACKAGES, patches: MISSING })
  expect(await countersAgainstRows(server)).toEqual({ assets: [], patches: [] })
})
