import type { JobCreate, TaskDetail } from '@patchyard/api'
import type { JobAction } from '@patchyard/domain'
import {
  baseLayer,
  createNetwork,
  startHost,
  type TestHost,
  whyNoHosts,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobEnd, missingNamed, outcomes } from './deployment.ts'
import { agentBinds, eventually, type Site, startSite } from './managed-site.ts'

const reason = whyNoHosts()

/** Leaves a daemon behind, floods, and asks for a reboot. */
const prepare = `echo prepared > /root/prepared
(setsid sleep 7777 </dev/null >/dev/null 2>&1 &)
(sleep 7777 &)
echo "as $(id -un) in $(pwd), umask $(umask), stdin $(wc -c)"
head -c 3000000 /dev/zero | tr '\\0' x
exit 10
`
const afterwards = `echo "hazel $(dpkg-query -W -f '\${Version}' grove-hazel)"
pgrep -f 'sleep 7777' || echo 'no daemon'
date +%s > /root/post
`

const script = (name: string, text: string, timeoutS = 60): JobAction => ({
  kind: 'script',
  name,
  timeoutS,
  interpreter: 'sh',
  script: text,
})

describe.skipIf(reason !== undefined)(`actions of a job on Debian${reason === undefined ? '' : ` (${reason})`}`, () => {
  const open = new AsyncDisposableStack()
  let site: Site
  let host: TestHost
  let assetId: string
  let other: TestHost
  let otherId: string

  beforeAll(async () => {
    const layer = await baseLayer('debian12')
    const network = open.use(await createNetwork())
    site = open.use(await startSite(network))
    const [one, two] = await Promise.all([0, 1].map(() => startHost({ layer, network, binds: agentBinds })))
    host = open.use(one as TestHost)
    other = open.use(two as TestHost)
    await Promise.all([host, other].map(withoutDebianArchives))
    const managed = [site.manage(host, ['--allow-actions']), site.manage(other)] as const
    ;[assetId, otherId] = await Promise.all(managed)
  })

  afterAll(() => open.disposeAsync())

  const start = async (job: Omit<JobCreate, 'platform' | 'schedule' | 'window' | 'enable'>): Promise<string> => {
    const body: JobCreate = {
      ...job,
      platform: 'linux',
      schedule: { type: 'onDemand' },
      window: { appliesTo: 'start', minutes: 360 },
      enable: true,
    }
    return (await site.client.call('createJob', { body })).id
  }
  const actions = (task: TaskDetail) => task.actions.map(one => [one.name, one.status, one.exitCode])

  // Before the one with a reboot: after a boot an agent lets a minute pass before anything begins.
  test('one that never ends is ended, one that exits with 12 ends the job: no patch, no reboot', async () => {
    const willow = await missingNamed(site, assetId, ['grove-willow'])
    const boots = host.boots
    const job = await start({
      name: 'A job that is ended',
      assets: { include: [assetId] },
      patches: { from: 'list', patches: willow.map(one => one.patchId) },
      preActions: [
        script(
          'never ends',
          'trap "" TERM HUP INT\n(setsid sleep 8888 &)\nyes | cat >/dev/null & while :; do sleep 1; done\n',
          5,
        ),
        script('ends the job', 'exit 12\n'),
        script('too late', 'touch /root/too-late\n'),
      ],
      postActions: [script('never', 'touch /root/too-late\n')],
      options: { reboot: 'always' },
    })
    const { task } = await jobEnd(site, job)
    expect(actions(task)).toEqual([
      ['never ends', 'failed', null],
      ['ends the job', 'aborted', 12],
      ['too late', 'skipped', null],
      ['never', 'skipped', null],
    ])
    expect([task.status, task.reason, outcomes(task)]).toEqual([
      'skipped',
      'job_aborted',
      { 'grove-willow': 'skipped: job_aborted' },
    ])
    expect(host.boots).toBe(boots)
    expect((await host.exec(['/usr/bin/pgrep', '-f', 'sleep 8888|^yes$'])).stdout).toBe('')
    expect(await host.exists('/root/too-late')).toBe(false)
  })

  test('before the patches, after them, then the reboot that one asked for, and the task goes on to its verified end', async () => {
    const hazel = await missingNamed(site, assetId, ['grove-hazel'])
    const boots = host.boots
    const archives = () => host.sh('ls /var/cache/apt/archives/*.deb 2>/dev/null | wc -l')
    const cached = await archives()
    const job = await start({
      name: 'First Monday of the month',
      assets: { include: [assetId, otherId] },
      patches: { from: 'list', patches: hazel.map(one => one.patchId) },
      preActions: [
        script('prepare', prepare),
        { kind: 'service', name: 'cron off', timeoutS: 30, service: 'cron', operation: 'stop' },
      ],
      postActions: [
        script('look', afterwards),
        { kind: 'uninstall', name: 'not removable', timeoutS: 30, packages: ['libc6'] },
      ],
      options: { reboot: 'ifNeeded', bandwidthKBs: 5000 },
      messages: {
        before: { title: 'Updates', text: 'tonight', deferrals: { count: 3, minutes: 60 } },
        reboot: { request: null, countdown: { title: 'Reboot', text: 'soon', minutes: 60 } },
      },
    })
    const tasks = await eventually('the tasks of the run', async () => {
      const run = (await site.client.call('getJob', { params: { id: job } })).runs[0]
      if (run === undefined) return undefined
      const { items } = await site.client.call('listRunTasks', { params: { id: run.id } })
      return items.length > 0 ? items : undefined
    })
    // Its own configuration allows none, so it was left out and never sent a word of it.
    expect(tasks.find(one => one.asset.id === otherId)).toMatchObject({
      status: 'skipped',
      reason: 'actions_not_allowed',
    })
    const mine = tasks.find(one => one.asset.id === assetId)
    const task = await eventually('the end of the task', async () => {
      const now = await site.client.call('getTask', { params: { id: mine?.id ?? '' } })
      return now.endedAt === null ? undefined : now
    })
    expect([task.status, outcomes(task)]).toEqual(['succeeded', { 'grove-hazel': 'installed' }])
    expect(actions(task)).toEqual([
      ['prepare', 'succeeded', 10],
      ['cron off', expect.any(String), expect.any(Number)],
      ['look', 'succeeded', 0],
      ['not removable', 'failed', expect.any(Number)],
    ])
    const [first, , look] = task.actions
    const said = first?.output ?? ''
    expect(said.split('\n')[0]).toBe('as root in /, umask 0022, stdin 0')
    expect([said.includes('bytes left out'), said.length <= 65_536]).toEqual([true, true])
    expect(look?.output).toMatch(/^hazel \S+\nno daemon\n$/)
    expect(task.events.map(one => one.kind)).toEqual([
      'accepted',
      'begin',
      ...Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'itemBegin' : 'itemEnd')),
      'reboot',
      'end',
    ])
    expect([host.boots - boots, task.rebooted]).toEqual([1, true])
    expect(await archives()).toBe(cached)
    expect(await host.sh('ls /run/patchyard-agent 2>/dev/null | wc -l')).toBe('0\n')
  })

  test('the host that allows none was never sent an action', async () => {
    const journal = await other.sh('grep -c prepared /var/lib/patchyard-agent/journal.db || true')
    expect(journal).toBe('0\n')
    expect(await other.exists('/root/prepared')).toBe(false)
  })
})
