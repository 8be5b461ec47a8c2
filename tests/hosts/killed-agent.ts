import type { TaskDetail } from '@patchyard/api'
import {
  baseLayer,
  createNetwork,
  startHost,
  tellDebStory,
  type TestHost,
  withoutDebianArchives,
} from '@patchyard/testkit/hosts'
import { expect } from 'vitest'
import { countedInstalls, installsOf } from './counted-installs.ts'
import { outcomes, rescan, taskNow } from './deployment.ts'
import { agentBinds, eventually, type Site, startSite } from './managed-site.ts'

export const agentUnit = 'patchyard-agent'

/** A managed host whose agent is started again at once when it is killed, and what tests of kills ask of it. */
export interface KilledAgentHost extends AsyncDisposable {
  readonly site: Site
  readonly host: TestHost
  readonly assetId: string
  hasEnded(job: string): Promise<boolean>
  /** How often systemd has started the agent again. */
  restarts(): Promise<number>
  /** The agent's process, once it is another one than `old`. */
  newPid(old: number | undefined): Promise<number>
  /** For each item: what is shown, what dpkg has, and what the scripts wrote down agree, and nothing was done twice. */
  expectTruth(task: TaskDetail, names: readonly string[]): Promise<void>
}

/** `names` are installed in version 1.0, and 2.0 is offered (counted-installs.ts). */
export async function killedAgentHost(names: readonly string[], configureSeconds?: number): Promise<KilledAgentHost> {
  const open = new AsyncDisposableStack()
  const layer = await baseLayer('debian12')
  const network = open.use(await createNetwork())
  const site = open.use(await startSite(network))
  const host = open.use(await startHost({ layer, network, binds: agentBinds }))
  await withoutDebianArchives(host)
  await tellDebStory(host, layer, 'counted', countedInstalls(names, configureSeconds))
  // The unit's five seconds are for real hosts.
  const quick = '[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestartSec=100ms\n'
  await host.writeFile(`/etc/systemd/system/${agentUnit}.service.d/quick.conf`, quick)
  const assetId = await site.manage(host)
  return {
    site,
    host,
    assetId,
    hasEnded: async job => ((await taskNow(site, job))?.endedAt ?? null) !== null,
    restarts: async () => Number(await host.sh(`systemctl show --property NRestarts --value ${agentUnit}`)),
    newPid: old =>
      eventually('the agent to be started again', async () => {
        const pid = await host.unitPid(agentUnit).catch(() => undefined)
        return pid === old ? undefined : pid
      }),
    expectTruth: async (task, items) => {
      const truth = await installsOf(host, items)
      const whole = '2.0 unpacked configured'
      const shown = outcomes(task)
      expect(Object.values(truth).filter(state => state !== whole && state !== '1.0')).toEqual([])
      expect(shown).toEqual(
        Object.fromEntries(items.map(name => [name, truth[name] === whole ? 'installed' : 'failed: interrupted'])),
      )
      const good = Object.values(shown).filter(one => one === 'installed').length
      expect(task.status).toBe(good === items.length ? 'succeeded' : good > 0 ? 'partial' : 'failed')
      expect(await host.sh('dpkg --audit')).toBe('')
      const asset = await rescan(site, assetId)
      expect([asset.agentStatus, asset.scanStatus]).toEqual(['active', 'ok'])
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
