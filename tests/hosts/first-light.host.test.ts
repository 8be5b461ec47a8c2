import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  baseLayer,
  createNetwork,
  fetchFrom,
  type LayerName,
  serveFiles,
  startHost,
  whyNoHosts,
} from '@patchyard/testkit/hosts'
import type { TestHost } from '@patchyard/testkit/hosts'
import { describe, expect, test } from 'vitest'
import { agentBinds, ended, eventually, missing, startSite } from './managed-site.ts'

const reason = whyNoHosts()
const lines = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')

/** What the host's own package manager says is missing: name → security, by its words alone. */
const judges: { readonly [L in Extract<LayerName, 'debian12'>]: (host: TestHost) => Promise<Map<string, boolean>> } = {
  async debian12(host) {
    const simulated = lines(await host.sh('apt-get -s -o Debug::NoLocking=1 dist-upgrade')).filter(line =>
      line.startsWith('Inst '),
    )
    return new Map(
      simulated.map(line => {
        const name = line.split(' ')[1] ?? ''
        const offered = /\(([^)]*)\)/.exec(line)?.[1] ?? ''
        return [name, /Debian-Security/.test(offered)]
      }),
    )
  },
}

describe.skipIf(reason !== undefined)(
  `from enrolment to a patched host${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    test('a Debian host reports what apt says, a job installs all security patches, and apt agrees with no manual step', async () => {
      const layer = await baseLayer('debian12')
      await using network = await createNetwork()
      await using site = await startSite(network)
      await using mirror = await serveFiles(join(layer.folder, 'srv'), network.serverAddress)
      await using host = await startHost({ layer, network, binds: agentBinds })
      await fetchFrom(host, mirror.uri)
      const { client } = site

      const assetId = await site.manage(host)
      const before = await judges.debian12(host)
      expect(before.size).toBeGreaterThanOrEqual(20)
      const found = await missing(client, assetId)
      const packages = found.flatMap(f => f.packages.filter(p => p.heldBack === null))
      expect(new Map(packages.map(p => [p.name, p.isSecurity]))).toEqual(before)

      const security = found.filter(f => f.isSecurity && f.packages.some(p => p.heldBack === null))
      const job = await client.call('createJob', {
        body: {
          name: 'All security patches',
          platform: 'linux',
          assets: { include: [assetId] },
          patches: { from: 'list', patches: security.map(f => f.patchId) },
          schedule: { type: 'onDemand' },
          options: { onFailure: 'continue' },
          enable: true,
        },
      })
      // Thirty patches against Debian's whole lists: apt is asked four times for each, about a second a time.
      const done = await ended(client, job.id, 600_000)
      const task = await client.call('getTask', { params: { id: done.tasks[0]?.id ?? '' } })
      expect(
        task.items.filter(i => i.status !== 'installed').map(i => [i.patch.key, i.status, i.reason, i.output]),
      ).toEqual([])
      expect(done.tasks[0]?.status).toBe('succeeded')
      expect(done.job.status).toBe('completed')

      const after = await judges.debian12(host)
      expect([...after].filter(([, isSecurity]) => isSecurity)).toEqual([])
      expect((await missing(client, assetId, true)).filter(f => f.packages.some(p => p.heldBack === null))).toEqual([])
      expect(await host.sh('dpkg --audit')).toBe('')

      // A profile reaches the host by the bell, is obeyed there, and what it switched is given back when the agent goes.
      await host.writeFile('/usr/bin/unattended-upgrade', '#!/bin/sh\n', '0755')
      await host.writeFile('/etc/apt/apt.conf.d/20auto-upgrades', 'APT::Periodic::Unattended-Upgrade "1";\n')
      const configuration = (await client.call('listConfigurationProfiles', { query: {} })).items[0]
      await client.call('changeConfigurationProfile', {
        params: { id: configuration?.id ?? '' },
        body: { document: { otherUpdaters: 'off', cpuPercent: 50 } },
      })
      const profiles = await eventually('the profile on the host', async () => {
        const now = await client.call('getAssetProfiles', { params: { id: assetId } })
        return now.delivery === 'taken' && now.host.some(one => one.state === 'switchedOff') ? now : undefined
      })
      expect(profiles.host.map(one => `${one.name} ${one.state}`).sort()).toEqual([
        'cpuPercent applied',
        'memoryMb unit',
        'unattended-upgrades switchedOff',
      ])
      const periodic = () => host.sh('apt-config dump APT::Periodic::Unattended-Upgrade')
      expect(await periodic()).toContain('"0"')
      expect(await host.sh('systemctl show -p CPUQuotaPerSecUSec patchyard-agent')).toBe('CPUQuotaPerSecUSec=500ms\n')
      const program = '#!/bin/sh\nexec /opt/node/node /opt/patchyard-agent/patchyard-agent.mjs "$@"\n'
      await host.writeFile('/usr/bin/patchyard-agent', program, '0755')
      await host.copyIn(
        fileURLToPath(new URL('../../packages/agent/packaging/uninstall.sh', import.meta.url)),
        '/root/uninstall.sh',
      )
      await host.sh('sh /root/uninstall.sh --purge')
      expect(await periodic()).toContain('"1"')
    }, 800_000)
  },
)
