import type { Disk } from '../../../core/ports/disk.ts'
import { type Processes, ProcessError } from '../../../core/ports/processes.ts'
import { updaterUnits } from '../facts/other-updaters.ts'
import { SYSTEMCTL, SYSTEMD_BOOTED } from './systemd-limits.ts'

const ASK_MS = 60_000
const UNATTENDED = 'unattended-upgrades'

/**
 * apt.conf(5): files of apt.conf.d are read in the order of their names, the last word counts. A file of our own that stands behind all
 * others leaves every administrator's file as it is, works with systemd's timer and with cron, and giving back is removing it.
 */
export const APT_DROP_IN = '/etc/apt/apt.conf.d/zz-patchyard-other-updaters-off'
const APT_DROP_IN_TEXT = `// Made by the Patchyard agent because a configuration profile says "other updaters: off". It goes away with the profile or the agent.
APT::Periodic::Unattended-Upgrade "0";
Unattended-Upgrade::InstallOnShutdown "false";
`

interface FormerUnit {
  readonly unit: string
  readonly enabled: boolean
  readonly active: boolean
}

interface Ports {
  readonly disk: Disk
  readonly processes: Processes
}

/** unattended-upgrades: nothing of the host is changed, so there is nothing to remember. Others: how each unit is. */
export async function rememberUpdater(ports: Ports, name: string): Promise<string> {
  if (name === UNATTENDED) return ''
  const units: FormerUnit[] = []
  for (const unit of updaterUnits(name)) {
    const enabled = await systemctl(ports, ['is-enabled', '--', unit])
    units.push({ unit, enabled: enabled.stdout.startsWith('enabled'), active: await isActive(ports, unit) })
  }
  return JSON.stringify(units.filter(one => one.enabled || one.active))
}

export async function switchUpdaterOff(ports: Ports, name: string): Promise<void> {
  if (name === UNATTENDED) return ports.disk.writeAtomic(APT_DROP_IN, APT_DROP_IN_TEXT, 0o644)
  const now = await isBooted(ports.disk)
  for (const unit of updaterUnits(name)) {
    const known = await systemctl(ports, ['is-enabled', '--', unit])
    // Not every release of a distribution has each of them.
    if (/^(enabled|enabled-runtime|alias|linked)/.test(known.stdout) || (await isActive(ports, unit))) {
      await mustRun(ports, ['disable', ...(now ? ['--now'] : []), '--', unit])
    }
  }
}

export async function giveUpdaterBack(ports: Ports, name: string, former: string): Promise<void> {
  if (name === UNATTENDED) return ports.disk.remove(APT_DROP_IN)
  const now = await isBooted(ports.disk)
  for (const { unit, enabled, active } of formerUnits(former)) {
    if (enabled) await mustRun(ports, ['enable', '--', unit])
    if (active && now) await mustRun(ports, ['start', '--', unit])
  }
}

/** Written by `rememberUpdater` into the agent's own journal; a text that is no name of a unit is left alone all the same. */
function formerUnits(former: string): FormerUnit[] {
  return (JSON.parse(former) as FormerUnit[]).filter(one => /^[a-z0-9-]+\.(timer|service)$/.test(one.unit))
}

const isBooted = async (disk: Disk) => (await disk.stat(SYSTEMD_BOOTED).catch(() => null)) !== null

async function isActive(ports: Ports, unit: string): Promise<boolean> {
  return (await systemctl(ports, ['is-active', '--', unit])).stdout.trim() === 'active'
}

const systemctl = ({ processes }: Ports, args: readonly string[]) =>
  processes.run({ program: SYSTEMCTL, args, timeoutMs: ASK_MS })

async function mustRun(ports: Ports, args: readonly string[]): Promise<void> {
  const result = await systemctl(ports, args)
  if (result.code === 0) return
  throw new ProcessError('E_PROCESS_SPAWN', `systemctl ${args.join(' ')}: ${result.log.trim().slice(0, 200)}`)
}
