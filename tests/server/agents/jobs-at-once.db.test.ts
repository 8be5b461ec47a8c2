import { testServer } from '@patchyard/server/testing'
import { expect, it } from 'vitest'
import { activationKey, enrolledHost, choosing } from '../arrange.ts'
import { firstAdmin } from '../door-client.ts'

const ASSETS = 12

it('jobs over the same assets, enabled and cancelled while their agents work, meet no deadlock and end', {
  timeout: 120_000,
}, async () => {
  await using server = await testServer()
  const admin = await firstAdmin(server)
  const key = await activationKey(admin)
  const hosts = await Promise.all(
    Array.from({ length: ASSETS }, (_, index) => enrolledHost(server, key, { index: index + 1, missing: 4 })),
  )
  const deadlocks = async (): Promise<number> => {
    const [row] = await server.db.owner<{ n: number }>(
      'select deadlocks::int as n from pg_stat_database where datname = current_database()',
    )
    return row?.n ?? -1
  }
  const before = await deadlocks()
  const assets = ((await admin.call('GET', '/assets?limit=100')).body.items as { id: string }[]).map(a => a.id)
  const patches = ((await admin.call('GET', '/patches?limit=100')).body.items as { id: string }[]).map(p => p.id)
  const jobs = await Promise.all(
    [assets, assets.toReversed(), assets.slice(3), assets.toReversed().slice(2)].map(async (chosen, n) => {
      const made = await admin.call('POST', '/jobs', { name: `J${n}`, ...choosing(chosen, patches) })
      return made.body.id as string
    }),
  )
  const work = hosts.map(async ({ agent }) => {
    for (let round = 0; round < 3; round += 1) {
      await agent.checkIn()
      await agent.work()
    }
  })
  const press = jobs.map(async (id, n) => {
    const statuses = [(await admin.call('POST', `/jobs/${id}/enable`)).status]
    if (n % 2 === 1) statuses.push((await admin.call('POST', `/jobs/${id}/cancel`)).status)
    return statuses
  })
  for (const statuses of await Promise.all(press)) for (const status of statuses) expect([200, 409]).toContain(status)
  await Promise.all(work)
  // Whatever was still listed for a host is done or dropped now.
  for (const { agent } of hosts) {
    await agent.checkIn()
    await agent.work()
  }
  expect(await deadlocks()).toBe(before)
  expect(server.log.filter(line => Number(line['level']) >= 50)).toEqual([])
  for (const [n, id] of jobs.entries()) {
    const job = await admin.call('GET', `/jobs/${id}`)
    if (n % 2 === 0) expect(job.body).toMatchObject({ status: 'completed', tasks: { open: 0 } })
  }
})
