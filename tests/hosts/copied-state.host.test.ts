import {
  baseLayer,
  createNetwork,
  inTemporaryFolder,
  startHost,
  tellDebStory,
  type TestHost,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countedInstalls, installsOf } from './counted-installs.ts'
import { deploy, missingNamed, outcomes, startJob, taskNow } from './deployment.ts'
import { agentBinds, eventually, type Site, startSite } from './managed-site.ts'

const reason = whyNoHosts()
const state = '/var/lib/patchyard-agent'

describe.skipIf(reason !== undefined)(`a copy of an agent’s state${reason === undefined ? '' : ` (${reason})`}`, () => {
  const open = new AsyncDisposableStack()
  let site: Site
  let original: TestHost
  let copy: TestHost
  let assetId: string
  let agentId: string
  let quarantinedJob: string

  beforeAll(async () => {
    const layer = await baseLayer('debian12')
    const network = open.use(await createNetwork())
    site = open.use(await startSite(network))
    original = open.use(await startHost({ layer, network, binds: agentBinds, name: 'original' }))
    copy = open.use(await startHost({ layer, network, binds: agentBinds, name: 'copy' }))
    for (const host of [original, copy]) {
      await withoutDebianArchives(host)
      await tellDebStory(host, layer, 'counted', countedInstalls(['grove-cloned'], 0))
    }
    assetId = await site.manage(original)
    agentId = (await site.client.call('getAsset', { params: { id: assetId } })).agentId
  })

  afterAll(() => open.disposeAsync())

  const agent = () => site.client.call('getAgent', { params: { id: agentId } })

  test('on a second host is found as soon as both have spoken, and the agent is quarantined with both named', async () => {
    await original.sh('systemctl stop patchyard-agent')
    await inTemporaryFolder('copied-state', async folder => {
      const archive = join(folder, 'state.tar')
      await original.sh(`tar -C ${state} -cf /root/state.tar .`)
      await original.copyOut('/root/state.tar', archive)
      await copy.copyIn(archive, '/root/state.tar')
    })
    const unit = await original.readFile('/etc/systemd/system/patchyard-agent.service')
    await copy.writeFile('/etc/systemd/system/patchyard-agent.service', unit)
    await copy.sh(`install -d -m 0700 ${state}; tar -C ${state} -xf /root/state.tar; systemctl daemon-reload`)
    // In this order, so that the copy is the one found out. Had it spoken first, it would stand for the machine, and the original
    // chosen afterwards would be a changed machine: three minutes on probation before it may begin anything (agent-protocol §5).
    const before = (await agent()).lastSeenAt
    await original.sh('systemctl start patchyard-agent')
    await eventually('a word of the original', async () => ((await agent()).lastSeenAt === before ? undefined : true))
    await copy.sh('systemctl start patchyard-agent')
    const found = await eventually('the quarantine', async () => {
      const now = await agent()
      return now.status === 'quarantined' ? now : undefined
    })
    expect(found.why).toBe('copy')
    expect(new Set(found.speakers.map(one => one.address))).toEqual(new Set([original.address, copy.address]))
    expect(new Set(found.speakers.map(one => one.machine)).size).toBe(2)
  })

  test('installs nothing on either host afterwards', async () => {
    quarantinedJob = await startJob(site, assetId, await missingNamed(site, assetId, ['grove-cloned']))
    await delay(5000)
    for (const host of [original, copy]) {
      await host.sh('systemctl restart patchyard-agent')
    }
    await delay(3000)
    expect(await installsOf(original, ['grove-cloned'])).toEqual({ 'grove-cloned': '1.0' })
    expect(await installsOf(copy, ['grove-cloned'])).toEqual({ 'grove-cloned': '1.0' })
    const task = await taskNow(site, quarantinedJob)
    expect(task === undefined ? {} : outcomes(task)).not.toMatchObject({ 'grove-cloned': 'installed' })
  })

  test('ends when one machine is chosen: that one works on, the other stays refused', async () => {
    const speaker = (await agent()).speakers.find(one => one.address === original.address)
    await site.client.call('resumeAgent', { params: { id: agentId }, body: { machine: speaker?.machine ?? '' } })
    // It would ask again within a minute by itself; an agent that starts asks at once.
    await original.sh('systemctl restart patchyard-agent')
    await eventually('the original to be active', async () => ((await agent()).status === 'active' ? true : undefined))
    const { task } = await deploy(site, assetId, await missingNamed(site, assetId, ['grove-cloned']))
    expect(outcomes(task)).toEqual({ 'grove-cloned': 'installed' })
    expect(await installsOf(original, ['grove-cloned'])).toEqual({ 'grove-cloned': '2.0 unpacked configured' })
    expect(await installsOf(copy, ['grove-cloned'])).toEqual({ 'grove-cloned': '1.0' })
    expect((await agent()).status).toBe('active')
  })
})
