import type { TaskDetail } from '@patchyard/api'
import { straceAttach } from '@patchyard/testkit/faults'
import {
  baseLayer,
  createNetwork,
  startHost,
  tellDebStory,
  type TestHost,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countedInstalls, installsOf, numbered } from './counted-installs.ts'
import { jobEnd, missingNamed, outcomes, rescan, startJob, taskNow } from './deployment.ts'
import { agentBinds, eventually, type Site, startSite } from './managed-site.ts'

const reason = whyNoHosts()
const unit = 'patchyard-agent'

// Each job has several small items. The agent is killed again and again while it is on them, each time somewhere else;
// systemd starts it again. What is asked afterwards: was anything done twice, and is what the server shows what is there?
describe.skipIf(reason !== undefined)(`an agent that is killed${reason === undefined ? '' : ` (${reason})`}`, () => {
  const open = new AsyncDisposableStack()
  let site: Site
  let host: TestHost
  let assetId: string
  const random = numbered('grove-random', 8)
  const steps = numbered('grove-step', 6)
  const engine = numbered('grove-engine', 6)

  beforeAll(async () => {
    const layer = await baseLayer('debian12')
    const network = open.use(await createNetwork())
    site = open.use(await startSite(network))
    host = open.use(await startHost({ layer, network, binds: agentBinds }))
    await withoutDebianArchives(host)
    await tellDebStory(host, layer, 'counted', countedInstalls([...random, ...steps, ...engine]))
    // The unit's five seconds are for real hosts.
    const quick = '[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestartSec=100ms\n'
    await host.writeFile(`/etc/systemd/system/${unit}.service.d/quick.conf`, quick)
    assetId = await site.manage(host)
  })

  afterAll(() => open.disposeAsync())

  const hasEnded = async (job: string): Promise<boolean> => ((await taskNow(site, job))?.endedAt ?? null) !== null
  const restarts = async (): Promise<number> =>
    Number(await host.sh(`systemctl show --property NRestarts --value ${unit}`))
  const newPid = (old: number | undefined): Promise<number> =>
    eventually('the agent to be started again', async () => {
      const pid = await host.unitPid(unit).catch(() => undefined)
      return pid === old ? undefined : pid
    })

  /** True for each item: what is shown, what dpkg has, and what the scripts wrote down agree, and nothing was done twice. */
  const expectTruth = async (task: TaskDetail, names: readonly string[]): Promise<void> => {
    const truth = await installsOf(host, names)
    const whole = '2.0 unpacked configured'
    const shown = outcomes(task)
    expect(Object.values(truth).filter(state => state !== whole && state !== '1.0')).toEqual([])
    expect(shown).toEqual(
      Object.fromEntries(names.map(name => [name, truth[name] === whole ? 'installed' : 'failed: interrupted'])),
    )
    const good = Object.values(shown).filter(one => one === 'installed').length
    expect(task.status).toBe(good === names.length ? 'succeeded' : good > 0 ? 'partial' : 'failed')
    expect(await host.sh('dpkg --audit')).toBe('')
    const asset = await rescan(site, assetId)
    expect([asset.agentStatus, asset.scanStatus]).toEqual(['active', 'ok'])
  }

  test('at arbitrary moments: nothing is installed twice, and the task ends with what is true', async () => {
    const before = await restarts()
    const job = await startJob(site, assetId, await missingNamed(site, assetId, random))
    let pid: number | undefined
    for (let kill = 0; kill < 12 && !(await hasEnded(job)); kill++) {
      pid = await newPid(pid)
      // Short against the whole job, so that a fast machine meets as many kills as a slow one.
      await delay(150 + ((kill * 377) % 900))
      process.kill(pid, 'SIGKILL')
    }
    const { task } = await jobEnd(site, job)
    expect((await restarts()) - before).toBeGreaterThanOrEqual(5)
    await expectTruth(task, random)
  })

  // The main thread is traced alone: journal and starts of programs are its own calls, and the programs themselves live on.
  test.each([
    ['a write to its journal', 'fsync,fdatasync', steps],
    ['the start of a program', '?clone,?clone3,?vfork,?fork', engine],
  ] as const)('at %s, each time a later one: the same', async (_, call, names) => {
    const job = await startJob(site, assetId, await missingNamed(site, assetId, names))
    let pid: number | undefined
    let met = 0
    for (let step = 1; step <= 12 && !(await hasEnded(job)); step++) {
      pid = await newPid(pid)
      const fault = { call, when: step, signal: 'SIGKILL' as const }
      // It may be gone already: attaching comes some milliseconds after its start.
      const strace = await straceAttach(pid, { faults: [fault], mainThreadOnly: true }).catch(() => undefined)
      await Promise.race([strace?.ended, delay(3000)])
      const killed = strace?.calls().some(line => line.includes('killed by SIGKILL')) === true
      await strace?.detach()
      if (killed) met += 1
      else pid = undefined // it lives, and the next step meets it again
    }
    const { task } = await jobEnd(site, job)
    await expectTruth(task, names)
    expect(met).toBeGreaterThanOrEqual(5)
  })
})
