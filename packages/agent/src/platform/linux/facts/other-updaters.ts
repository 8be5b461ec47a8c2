import type { Disk } from '../../../core/ports/disk.ts'
import type { Processes } from '../../../core/ports/processes.ts'

export interface OtherUpdater {
  readonly name: string
  readonly enabled: boolean
}

/** Programs that install updates on their own (feature C11): where they show, and the timers or services that make them run. */
const BY_TIMER: readonly { name: string; present: readonly string[]; wanted: readonly string[] }[] = [
  {
    name: 'dnf-automatic',
    present: [
      '/usr/bin/dnf-automatic',
      '/usr/lib/systemd/system/dnf-automatic.timer',
      '/usr/lib/systemd/system/dnf5-automatic.timer',
    ],
    wanted: [
      'timers.target.wants/dnf-automatic.timer',
      'timers.target.wants/dnf-automatic-install.timer',
      'timers.target.wants/dnf5-automatic.timer',
    ],
  },
  { name: 'yum-cron', present: ['/usr/sbin/yum-cron'], wanted: ['multi-user.target.wants/yum-cron.service'] },
  {
    name: 'os-update',
    present: ['/usr/lib/systemd/system/os-update.timer'],
    wanted: ['timers.target.wants/os-update.timer'],
  },
  {
    name: 'transactional-update',
    present: ['/usr/sbin/transactional-update'],
    wanted: ['timers.target.wants/transactional-update.timer'],
  },
]

/** The units that make it run, by name; none for unattended-upgrades, which apt's own settings rule. */
export function updaterUnits(name: string): string[] {
  return BY_TIMER.find(one => one.name === name)?.wanted.map(path => path.slice(path.lastIndexOf('/') + 1)) ?? []
}

const WANTS = '/etc/systemd/system'

export async function readOtherUpdaters(ports: { disk: Disk; processes: Processes }): Promise<OtherUpdater[]> {
  const { disk } = ports
  const there = async (path: string) => (await disk.stat(path).catch(() => null)) !== null
  const found: OtherUpdater[] = []
  for (const { name, present, wanted } of BY_TIMER) {
    if (!(await anyOf(present, there))) continue
    // A link whose target is gone still shows the wish, hence readLink.
    found.push({
      name,
      enabled: await anyOf(wanted, async unit => (await disk.readLink(`${WANTS}/${unit}`).catch(() => null)) !== null),
    })
  }
  if (await there('/usr/bin/unattended-upgrade'))
    found.push({ name: 'unattended-upgrades', enabled: await isUnattendedOn(ports) })
  return found
}

async function anyOf(paths: readonly string[], test: (path: string) => Promise<boolean>): Promise<boolean> {
  for (const path of paths) if (await test(path)) return true
  return false
}

/** apt.systemd.daily upgrades when this is above 0 and its timer was not switched off. */
async function isUnattendedOn({ disk, processes }: { disk: Disk; processes: Processes }): Promise<boolean> {
  const result = await processes
    .run({ program: '/usr/bin/apt-config', args: ['dump', 'APT::Periodic'], timeoutMs: 30_000 })
    .catch(() => null)
  const setting = (name: string) =>
    new RegExp(`^APT::Periodic::${name} "([^"]*)";`, 'm').exec(result?.stdout ?? '')?.[1]
  if (!/^(?:[1-9]\d*|always)/.test(setting('Unattended-Upgrade') ?? '') || setting('Enable') === '0') return false
  const timer = await disk.readLink(`${WANTS}/apt-daily-upgrade.timer`).catch(() => null)
  return timer !== '/dev/null'
}
