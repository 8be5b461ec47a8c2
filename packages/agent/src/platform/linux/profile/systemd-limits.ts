import { messageOf } from '../../../core/message-of.ts'
import type { LimitOutcome, OwnLimits } from '../../../core/ports/profile-host.ts'
import type { Disk } from '../../../core/ports/disk.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import { serviceOf } from '../facts/stale-processes.ts'

/** sd_booted(3). */
export const SYSTEMD_BOOTED = '/run/systemd/system'
export const SYSTEMCTL = '/usr/bin/systemctl'
const ASK_MS = 30_000
/** systemd.resource-control(5): above it memory is taken back hard, before MemoryMax= ends a process. */
const HIGH_OF_MAX = 0.75

/** Properties of the unit that a profile may override. */
const OWN = ['CPUQuota', 'MemoryHigh', 'MemoryMax'] as const
type Property = (typeof OWN)[number]

/**
 * Caps the unit that this process runs in, until the next boot (`set-property --runtime`); the agent sets them again when it starts. What is
 * not capped has what the unit's files say: set-property has no way back but the value itself.
 */
export async function limitOwnUnit(
  { disk, processes }: { disk: Disk; processes: Processes },
  { cpuPercent, memoryMb }: OwnLimits,
): Promise<LimitOutcome> {
  if ((await disk.stat(SYSTEMD_BOOTED).catch(() => null)) === null) {
    return { state: 'unsupported', detail: 'systemd does not run here' }
  }
  const unit = serviceOf(await disk.readText('/proc/self/cgroup', 65_536).catch(() => ''))
  if (unit === null) return { state: 'unsupported', detail: 'the agent does not run as a service of systemd' }
  const systemctl = (...args: string[]) => processes.run({ program: SYSTEMCTL, args, timeoutMs: ASK_MS })
  try {
    const shown = await systemctl('cat', '--', unit)
    if (shown.code !== 0) return { state: 'failed', detail: shown.log.slice(0, 300) }
    const { own, overridden } = parseUnitCaps(shown.stdout)
    if (cpuPercent === null && memoryMb === null && !overridden) return { state: 'unit', detail: '' }
    const values: Readonly<Record<Property, string>> = {
      CPUQuota: cpuPercent === null ? (own.CPUQuota ?? '') : `${cpuPercent}%`,
      MemoryHigh: memoryMb === null ? (own.MemoryHigh ?? 'infinity') : `${Math.floor(memoryMb * HIGH_OF_MAX)}M`,
      MemoryMax: memoryMb === null ? (own.MemoryMax ?? 'infinity') : `${memoryMb}M`,
    }
    const set = await systemctl('set-property', '--runtime', '--', unit, ...OWN.map(name => `${name}=${values[name]}`))
    return set.code === 0
      ? { state: 'applied', detail: unit }
      : { state: 'failed', detail: set.log.trim().slice(0, 300) || `systemctl ended with ${set.code ?? 'a signal'}` }
  } catch (error) {
    return { state: 'failed', detail: messageOf(error) }
  }
}

/**
 * `systemctl cat`: each file of the unit behind a comment with its path, in the order in which they count. What set-property left at
 * run time stands under /run/systemd/system.control and is ours, not the unit's.
 */
export function parseUnitCaps(text: string): { own: Partial<Record<Property, string>>; overridden: boolean } {
  const own: Partial<Record<Property, string>> = {}
  let overridden = false
  let isRuntime = false
  for (const line of text.split('\n')) {
    const file = /^# (\/.*)$/.exec(line)?.[1]
    if (file !== undefined) {
      isRuntime = file.startsWith('/run/systemd/system.control/')
      overridden ||= isRuntime
    }
    const [, name, value = ''] = /^(CPUQuota|MemoryHigh|MemoryMax)=(.*)$/.exec(line) ?? []
    if (name !== undefined && !isRuntime) own[name as Property] = value.trim()
  }
  return { own, overridden }
}
