import type { Disk } from '../../../core/ports/disk.ts'
import type { InstalledPackage } from '../../../core/ports/scan-result.ts'
import type { RebootReason, RestartFacts } from '../../../core/ports/system-facts.ts'
import { readKernels } from './kernels.ts'
import { readFact } from './read-files.ts'
import { readStaleProcesses, type StaleFacts } from './stale-processes.ts'

/** Marks that package scripts leave: Debian and Ubuntu; SUSE's transactional and classic systems. */
const MARKS = ['/run/reboot-required', '/var/run/reboot-required', '/run/reboot-needed']

/** What cannot be restarted on a running system: everything on it would fall with it. */
export const NOT_RESTARTABLE = new Set(['dbus.service', 'dbus-broker.service'])

/**
 * Packages after whose update dnf's needs-restarting(1) wants a reboot, where the database knows when they were installed. Kernels are left
 * out: they are compared with the running one.
 */
const CORE = new Set([
  'glibc',
  'systemd',
  'udev',
  'dbus',
  'dbus-broker',
  'dbus-daemon',
  'linux-firmware',
  'microcode_ctl',
  'openssl-libs',
  'gnutls',
  'ucode-intel',
  'ucode-amd',
])

/** needs-restarting's kernels. Its rule counts only where no image in /boot can be compared with the running kernel. */
const KERNEL_PACKAGES = new Set(['kernel', 'kernel-core', 'kernel-rt', 'kernel-rt-core', 'kernel-default'])

export async function readRestart(
  disk: Disk,
  packages: readonly InstalledPackage[],
  bootTimeMs: number | null,
): Promise<RestartFacts> {
  const kernels = await readKernels(disk, packages)
  const stale = await readStaleProcesses(disk)
  const reasons: RebootReason[] = []
  const asked = await readMark(disk)
  if (asked !== null) reasons.push(asked)
  if (kernels.reason !== null) reasons.push(kernels.reason)
  if (kernels.newest === null) {
    const names = installedSince(packages, KERNEL_PACKAGES, bootTimeMs)
    const detail = 'a kernel was installed since the last start'
    if (names.length > 0) reasons.push({ kind: 'core', detail, packages: names })
  }
  reasons.push(...coreReasons(stale, packages, bootTimeMs))
  return {
    rebootNeeded: reasons.length > 0,
    reasons,
    runningKernel: kernels.running,
    newestKernel: kernels.newest,
    services: stale.services.filter(service => !NOT_RESTARTABLE.has(service.unit)),
    processes: stale.processes.filter(process => process.pid !== 1),
  }
}

async function readMark(disk: Disk): Promise<RebootReason | null> {
  for (const mark of MARKS) {
    if ((await disk.stat(mark).catch(() => null)) === null) continue
    const names = (await readFact(disk, `${mark}.pkgs`, 1024 * 1024))?.split(/\s+/) ?? []
    const packages = [...new Set(names.filter(name => /^[A-Za-z0-9][A-Za-z0-9+._-]*$/.test(name)))].sort().slice(0, 100)
    return { kind: 'asked', detail: `the system asks for a reboot (${mark})`, packages }
  }
  return null
}

function coreReasons(
  stale: StaleFacts,
  packages: readonly InstalledPackage[],
  bootTimeMs: number | null,
): RebootReason[] {
  const reasons: RebootReason[] = []
  if (stale.init)
    reasons.push({ kind: 'core', detail: 'the first process (init) still runs replaced files', packages: [] })
  for (const service of stale.services) {
    if (!NOT_RESTARTABLE.has(service.unit)) continue
    reasons.push({
      kind: 'core',
      detail: `${service.unit} runs replaced files and cannot be restarted alone`,
      packages: [],
    })
  }
  const names = installedSince(packages, CORE, bootTimeMs)
  if (names.length > 0) {
    reasons.push({ kind: 'core', detail: 'core packages were updated since the last start', packages: names })
  }
  return reasons
}

/** Empty where the database does not know when packages were installed. */
function installedSince(
  packages: readonly InstalledPackage[],
  names: ReadonlySet<string>,
  bootTimeMs: number | null,
): string[] {
  if (bootTimeMs === null) return []
  const since = packages.filter(one => names.has(one.name) && (one.installedAtMs ?? 0) > bootTimeMs)
  return [...new Set(since.map(one => one.name))].sort()
}
