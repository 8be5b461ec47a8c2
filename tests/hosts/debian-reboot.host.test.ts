import {
  baseLayer,
  createNetwork,
  newKernel,
  startHost,
  tellDebStory,
  type TestHost,
  type TestNetwork,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deploy, missingNamed, outcomes } from './deployment.ts'
import { agentBinds, type Site, startSite } from './managed-site.ts'

const reason = whyNoHosts()

describe.skipIf(reason !== undefined)(`reboots of a task${reason === undefined ? '' : ` (${reason})`}`, () => {
  const open = new AsyncDisposableStack()
  let network: TestNetwork
  let site: Site
  let host: TestHost
  let assetId: string

  beforeAll(async () => {
    const layer = await baseLayer('debian12')
    network = open.use(await createNetwork())
    site = open.use(await startSite(network))
    host = open.use(await startHost({ layer, network, binds: agentBinds }))
    await withoutDebianArchives(host)
    await tellDebStory(host, layer, 'kernel', newKernel())
    assetId = await site.manage(host)
  })

  afterAll(() => open.disposeAsync())

  /** One job; how often the host came up for it. */
  const rebooting = async (patch: string, reboot: 'never' | 'ifNeeded' | 'always', on = { host, assetId }) => {
    const boots = on.host.boots
    const { task } = await deploy(site, on.assetId, await missingNamed(site, on.assetId, [patch]), { reboot })
    expect([task.status, outcomes(task)]).toEqual(['succeeded', { [patch]: 'installed' }])
    const asset = await site.client.call('getAsset', { params: { id: on.assetId } })
    return { boots: on.host.boots - boots, task, asset }
  }
  const kinds = (task: { events: readonly { kind: string }[] }): string[] => task.events.map(event => event.kind)

  test('“if needed” does not reboot a host that needs none', async () => {
    const done = await rebooting('grove-hazel', 'ifNeeded')
    expect([done.boots, done.task.rebooted]).toEqual([0, false])
  })

  test('“never” leaves a host that needs a reboot as it is, and shows the need', async () => {
    const done = await rebooting('linux-signed-grove', 'never')
    expect([done.boots, done.task.rebooted, done.asset.rebootNeeded]).toEqual([0, false, true])
  })

  test('“if needed” reboots for an earlier change too; the task goes on in the next boot and ends with a scan there', async () => {
    const before = await host.bootId()
    const done = await rebooting('grove-willow', 'ifNeeded')
    expect([done.boots, done.task.rebooted, done.asset.rebootNeeded]).toEqual([1, true, false])
    expect(await host.bootId()).not.toBe(before)
    expect(kinds(done.task).slice(-2)).toEqual(['reboot', 'end'])
    const booted = Number(done.asset.system['boot.at'])
    expect(Date.parse(done.asset.scanDateTime ?? '')).toBeGreaterThan(booted)
  })

  test('“always” reboots once when something was installed', async () => {
    await using other = await startHost({ layer: await baseLayer('debian12'), network, binds: agentBinds })
    await withoutDebianArchives(other)
    const done = await rebooting('grove-poplar', 'always', { host: other, assetId: await site.manage(other) })
    expect([done.boots, done.task.rebooted]).toEqual([1, true])
  })
})
