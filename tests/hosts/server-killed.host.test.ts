import { setTimeout as delay } from 'node:timers/promises'
import {
  baseLayer,
  createNetwork,
  startHost,
  tellDebStory,
  type TestHost,
  type TestNetwork,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countedInstalls, installsOf, numbered } from './counted-installs.ts'
import { jobEnd, missingNamed, outcomes, startJob, taskNow, taskThat } from './deployment.ts'
import { agentBinds, eventually, type Site, startSite } from './managed-site.ts'
import { postgresOf } from './postgres-of.ts'

const reason = whyNoHosts()

describe.skipIf(reason !== undefined)(
  `a job whose server goes away${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    const open = new AsyncDisposableStack()
    let network: TestNetwork
    let site: Site
    let host: TestHost
    let assetId: string
    const server = numbered('grove-server', 4)
    const database = numbered('grove-database', 4)
    const cable = numbered('grove-cable', 3)

    beforeAll(async () => {
      const layer = await baseLayer('debian12')
      network = open.use(await createNetwork())
      site = open.use(await startSite(network))
      host = open.use(await startHost({ layer, network, binds: agentBinds }))
      await withoutDebianArchives(host)
      await tellDebStory(host, layer, 'counted', countedInstalls([...server, ...database, ...cable]))
      assetId = await site.manage(host)
    })

    afterAll(() => open.disposeAsync())

    /** Starts a job and returns when its second item is being worked on. */
    const inMidJob = async (names: readonly string[]): Promise<string> => {
      const job = await startJob(site, assetId, await missingNamed(site, assetId, names))
      await taskThat(site, job, 'the first item to end', task => task.itemsDone >= 1)
      return job
    }
    /** Everything installed once, and shown so with every event there. */
    const expectWhole = async (job: string, names: readonly string[]): Promise<void> => {
      const { task } = await jobEnd(site, job)
      expect([task.status, outcomes(task)]).toEqual([
        'succeeded',
        Object.fromEntries(names.map(name => [name, 'installed'])),
      ])
      expect(task.events.map(event => [event.n, event.conflict])).toEqual(
        task.events.map((_, index) => [index + 1, false]),
      )
      expect(await installsOf(host, names)).toEqual(
        Object.fromEntries(names.map(name => [name, '2.0 unpacked configured'])),
      )
      const agent = (await site.client.call('listAgents', {})).items[0]
      expect(agent?.status).toBe('active')
    }

    test('killed in mid-job and started again: the job ends right and nothing of it is lost', async () => {
      const job = await inMidJob(server)
      await site.restart('SIGKILL')
      await expectWhole(job, server)
    })

    test('its PostgreSQL killed in mid-job: the same, without anybody’s help', async () => {
      const job = await inMidJob(database)
      process.kill(postgresOf(site.server.pid), 'SIGKILL')
      await expectWhole(job, database)
    })

    test('the cable out during the installation: the task goes on, and its results arrive when the cable is in again', async () => {
      const job = await startJob(site, assetId, await missingNamed(site, assetId, cable))
      await taskThat(site, job, 'the installation to begin', task => task.status === 'patching')
      await network.setCable(host.address ?? '', 'out')
      const seen = await eventually('every package to be installed', async () => {
        const states = await installsOf(host, cable)
        return Object.values(states).every(state => state === '2.0 unpacked configured') ? states : undefined
      })
      expect(Object.keys(seen)).toEqual(cable)
      await delay(1000)
      expect((await taskNow(site, job))?.endedAt).toBeNull()
      await network.setCable(host.address ?? '', 'in')
      await expectWhole(job, cable)
    })
  },
)
