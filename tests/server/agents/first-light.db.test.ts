import { choosing } from '../arrange.ts'
import { systemClock, systemRandom } from '@patchyard/server/adapters'
import { debianHost, SimulatedAgent } from '@patchyard/fleet'
import { testServer } from '@patchyard/server/testing'
import { describe, expect, it } from 'vitest'
import { exchangeWith, firstAdmin, type Person } from '../door-client.ts'
import type { TestServer } from '@patchyard/server/testing'

const ports = (server: TestServer) => ({ exchange: exchangeWith(server), clock: systemClock, random: systemRandom })

async function enrolled(
  server: TestServer,
  admin: Person,
  options: { missing?: number; broken?: number[]; index?: number } = {},
): Promise<SimulatedAgent> {
  const key = await admin.call('POST', '/activation-keys', { title: 'hosts' })
  expect(key.status).toBe(201)
  const host = debianHost(systemRandom, {
    index: options.index ?? 1,
    packages: 50,
    missing: options.missing ?? 10,
    broken: options.broken ?? [],
  })
  const agent = new SimulatedAgent(ports(server), host)
  await agent.enroll(key.body.text)
  await agent.checkIn()
  await agent.report({ trigger: 'start' })
  return agent
}

const ids = (page: { body: { items: { id?: string; patchId?: string }[] } }): string[] =>
  page.body.items.map(i => (i.id ?? i.patchId) as string)

describe('from an activation key to a patched host', () => {
  it('an enrolled host shows what it misses, and a job installs it; the scan afterwards is what counts', async () => {
    await using server = await testServer()
    const admin = await firstAdmin(server)
    const agent = await enrolled(server, admin)
    expect(agent.standing).toBe('active')

    const assets = await admin.call('GET', '/assets')
    expect(assets.body.items[0]).toMatchObject({
      name: 'sim-00001',
      osFamily: 'debian',
      missingPatchCount: 10,
      missingSecurityCount: 4,
      scanStatus: 'ok',
    })
    const [assetId = ''] = ids(assets)
    const findings = await admin.call('GET', `/assets/${assetId}/findings?status=missing&security=true`)
    expect(findings.body.total).toBe(4)
    const software = await admin.call('GET', `/assets/${assetId}/software?limit=10`)
    expect(software.body).toMatchObject({ total: 50 })
    expect(software.body.nextCursor).not.toBeNull()

    const job = await admin.call('POST', '/jobs', {
      name: 'Security',
      ...choosing([assetId], ids(findings)),
      enable: true,
    })
    expect(job.status).toBe(201)
    expect(job.body).toMatchObject({ status: 'enabled', tasks: { total: 1, open: 1 } })

    await agent.checkIn()
    expect(await agent.work()).toBe(1)

    const done = await admin.call('GET', `/jobs/${job.body.id}`)
    expect(done.body).toMatchObject({ status: 'completed', tasks: { succeeded: 1, open: 0 } })
    expect(done.body.runs[0].status).toBe('done')
    const after = await admin.call('GET', `/assets/${assetId}`)
    expect(after.body).toMatchObject({ missingPatchCount: 6, missingSecurityCount: 0, installedPatchCount: 4 })
  })

  it('an item that fails is failed with its reason, the others are installed, the task is partly done, and retried', async () => {
    await using server = await testServer()
    const admin = await firstAdmin(server)
    const agent = await enrolled(server, admin, { missing: 3, broken: [1] })
    const [assetId = ''] = ids(await admin.call('GET', '/assets'))
    const patches = ids(await admin.call('GET', `/assets/${assetId}/findings?sort=title`))
    const job = await admin.call('POST', '/jobs', {
      name: 'All',
      ...choosing([assetId], patches),
      options: { onFailure: 'continue' },
      enable: true,
    })
    await agent.checkIn()
    await agent.work()
    const done = await admin.call('GET', `/jobs/${job.body.id}`)
    expect(done.body.tasks).toMatchObject({ partial: 1 })
    const tasks = await admin.call('GET', `/runs/${done.body.runs[0].id}/tasks`)
    const task = await admin.call('GET', `/tasks/${tasks.body.items[0].id}`)
    expect(task.body.items.map((i: { status: string }) => i.status)).toEqual(['installed', 'failed', 'installed'])
    expect(task.body.items[1]).toMatchObject({ reason: 'maintainer_script_failed', output: 'dpkg: error' })

    const again = await admin.call('POST', `/jobs/${job.body.id}/retry`, {})
    expect(again.body.runs).toHaveLength(2)
    expect(again.body.runs[0]).toMatchObject({ retryOf: done.body.runs[0].id, tasks: { total: 1, open: 1 } })
  })

  it('what was cancelled before the host heard of it never begins', async () => {
    await using server = await testServer()
    const admin = await firstAdmin(server)
    const agent = await enrolled(server, admin, { missing: 1 })
    const [assetId = ''] = ids(await admin.call('GET', '/assets'))
    const patches = ids(await admin.call('GET', `/assets/${assetId}/findings`))
    const job = await admin.call('POST', '/jobs', { name: 'Never', ...choosing([assetId], patches), enable: true })
    const cancelled = await admin.call('POST', `/jobs/${job.body.id}/cancel`)
    expect(cancelled.body).toMatchObject({ status: 'halted', tasks: { cancelled: 1, open: 0 } })
    await agent.checkIn()
    expect(await agent.work()).toBe(0)
  })
})
