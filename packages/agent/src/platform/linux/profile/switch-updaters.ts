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

const unitName = /^[a-z0-9-]+\.(timer|service)$/

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
  const units = await unitsOf(ports, name)
  return JSON.stringify(
    units.filter(one => one.enabled || one.active).map(({ unit, enabled, active }) => ({ unit, enabled, active })),
  )
}

export async function switchUpdaterOff(ports: Ports, name: string): Promise<void> {
  if (name === UNATTENDED) return ports.disk.writeAtomic(APT_DROP_IN, APT_DROP_IN_TEXT, 0o644)
  const now = await isBooted(ports.disk)
  for (const { unit, enabled, active, linked } of await unitsOf(ports, name)) {
    // systemctl(1), disable: takes away what `link` made, too, and `enable` by name does not bring that back. A linked unit that nothing
    // enables is not started by the system: it is stopped.
    if (linked && !enabled) {
      if (active && now) await mustRun(ports, ['stop', '--', unit])
    } else if (enabled || active) await mustRun(ports, ['disable', ...(now ? ['--now'] : []), '--', unit])
  }
}

interface Unit extends FormerUnit {
  /** Its file stands elsewhere, and a link in /etc/systemd/system or /run makes it known. */
  readonly linked: boolean
}

/**
 * systemctl(1), is-enabled. An `alias` is another name of a unit, and what is enabled is that unit: it is the one that is asked,
 * remembered and switched, once. Not every release of a distribution has each of them: those that are not there are neither
 * enabled nor active.
 */
async function unitsOf(ports: Ports, name: string): Promise<readonly Unit[]> {
  const found = new Map<string, Unit>()
  for (const asked of updaterUnits(name)) {
    let unit: string = asked
    let known = (await systemctl(ports, ['is-enabled', '--', asked])).stdout.trim()
    if (known === 'alias') {
      const { stdout } = await systemctl(ports, ['show', '--property=Id', '--value', '--', asked])
      unit = unitName.test(stdout.trim()) ? stdout.trim() : asked
      known = (await systemctl(ports, ['is-enabled', '--', unit])).stdout.trim()
    }
    const enabled = known === 'enabled' || known === 'enabled-runtime'
    found.set(unit, { unit, enabled, linked: known.startsWith('linked'), active: await isActive(ports, unit) })
  }
  return [...found.values()]
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
  return (JSON.parse(former) as FormerUnit[]).filter(one => unitName.test(one.unit))
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
  throw new ProcessError('E_PROCESS_FAILED', `systemctl ${args.join(' ')}: ${result.log.trim().slice(0, 200)}`)
}
