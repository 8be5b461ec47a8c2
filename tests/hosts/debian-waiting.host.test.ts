import { join } from 'node:path'
import {
  baseLayer,
  createNetwork,
  fetchFrom,
  serveFiles,
  startHost,
  type TestHost,
  type TestNetwork,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import { holdLock } from '@patchyard/testkit/faults'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobEnd, missingNamed, outcomes, rescan, startJob, taskThat } from './deployment.ts'
import { agentBinds, missing, type Site, startSite } from './managed-site.ts'

const reason = whyNoHosts()

describe.skipIf(reason !== undefined)(
  `a Debian host that has to wait${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    const open = new AsyncDisposableStack()
    let network: TestNetwork
    let site: Site
    let host: TestHost
    let assetId: string

    beforeAll(async () => {
      network = open.use(await createNetwork())
      site = open.use(await startSite(network))
      host = open.use(await startHost({ layer: await baseLayer('debian12'), network, binds: agentBinds }))
      await withoutDebianArchives(host)
      assetId = await site.manage(host)
    })

    afterAll(() => open.disposeAsync())

    test('while another program holds dpkg’s lock the task says so and waits, and then installs', async () => {
      const held = await holdLock(host, 'dpkg-frontend')
      const job = await startJob(site, assetId, await missingNamed(site, assetId, ['grove-hazel']))
      const waiting = await taskThat(site, job, 'the lock to be named', task => /lock/.test(task.progress ?? ''))
      expect(waiting.progress).toMatch(/perl/)
      expect(waiting.endedAt).toBeNull()
      expect(await host.sh("dpkg-query -W -f '${Version}' grove-hazel")).toBe('0.9')
      await held.release()
      const { task } = await jobEnd(site, job)
      expect([task.status, outcomes(task)]).toEqual(['succeeded', { 'grove-hazel': 'installed' }])
      expect(await host.sh("dpkg-query -W -f '${Version}' grove-hazel")).toBe('0.10')
    })

    test('a mirror of which half is down makes the scan partial by the repository’s name, and what is missing stays missing', async () => {
      const layer = await baseLayer('debian12')
      await using server = await serveFiles(join(layer.folder, 'srv'), network.serverAddress)
      await fetchFrom(host, server.uri)
      await host.sh('apt-get update -qq')
      const whole = await rescan(site, assetId)
      expect([whole.scanStatus, whole.scanProblems]).toEqual(['ok', []])
      const before = await missing(site.client, assetId)
      expect(before.length).toBeGreaterThanOrEqual(15)

      server.answer(path => (path.includes('bookworm-security') ? 503 : 'file'))
      const half = await rescan(site, assetId)
      expect(half.scanStatus).toBe('partial')
      expect(half.scanProblems.filter(one => one.detail.includes('503'))).not.toEqual([])
      const failing = Object.entries(half.system).filter(
        ([name, value]) => name.startsWith('repository.state:') && value !== 'ok',
      )
      expect(failing.map(([name]) => name)).toEqual([`repository.state:${server.uri}/own bookworm-security`])
      expect((await missing(site.client, assetId)).map(one => one.key)).toEqual(before.map(one => one.key))

      // Lists that were never fetched: apt knows of no update there, which must not pass for "nothing missing".
      await host.sh('rm -rf /var/lib/apt/lists/*bookworm-security*')
      const none = await rescan(site, assetId)
      expect(none.scanStatus).toBe('partial')
      expect(none.scanProblems).toContainEqual({
        code: `${server.uri}/own bookworm-security`,
        detail: expect.stringContaining('apt has no list of it') as string,
      })
      expect((await missing(site.client, assetId)).map(one => one.key)).toEqual(before.map(one => one.key))
    })
  },
)
