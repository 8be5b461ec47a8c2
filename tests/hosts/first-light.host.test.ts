import { join } from 'node:path'
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
import { agentBinds, ended, missing, startSite } from './managed-site.ts'

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
          assets: [assetId],
          patches: security.map(f => f.patchId),
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
    }, 800_000)
  },
)
