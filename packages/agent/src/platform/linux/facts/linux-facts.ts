import type { Disk } from '../../../core/ports/disk.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import type { OsRelease, SystemFactsReader } from '../../../core/ports/system-facts.ts'
import { parseOsRelease } from '../os-release/parse-os-release.ts'
import { readHardware } from './hardware.ts'
import { readIdentity } from './identity.ts'
import { readLastUser } from './last-user.ts'
import { type ListIpv4, readNetwork } from './network.ts'
import { readOtherUpdaters } from './other-updaters.ts'
import { readFact } from './read-files.ts'
import { readRestart } from './restart.ts'
import { readTimeZone } from './time-zone.ts'

const UNKNOWN: OsRelease = { id: 'linux', idLike: [], versionId: null, prettyName: 'Linux', codename: null }

/** The facts of a Linux host from /proc, /sys and /etc. `machine` is the common architecture name of this process. */
export function createLinuxFacts(ports: {
  disk: Disk
  processes: Processes
  listIpv4: ListIpv4
  machine: string
}): SystemFactsReader {
  const { disk } = ports
  // The kernel derives btime from the wall clock, so it wanders by a second; the first reading of a boot is kept.
  const bootTimes = new Map<string, number | null>()
  const boot = async (): Promise<{ id: string; timeMs: number | null }> => {
    const id = (await readFact(disk, '/proc/sys/kernel/random/boot_id')) ?? ''
    if (!bootTimes.has(id))
      bootTimes.set(id, parseBootTime(await disk.readText('/proc/stat', 4 * 1024 * 1024).catch(() => '')))
    return { id, timeMs: bootTimes.get(id) ?? null }
  }
  return {
    system: async () => {
      const { id, timeMs } = await boot()
      return {
        hostname: (await readFact(disk, '/proc/sys/kernel/hostname')) ?? 'localhost',
        os: await readOsRelease(disk),
        kernel: (await readFact(disk, '/proc/sys/kernel/osrelease')) ?? '',
        arch: ports.machine,
        timeZone: await readTimeZone(disk),
        bootId: id,
        bootTimeMs: timeMs,
        hardware: await readHardware(ports),
        network: await readNetwork(disk, ports.listIpv4),
        lastUser: await readLastUser(disk),
        otherUpdaters: await readOtherUpdaters(ports),
        identity: await readIdentity(disk),
      }
    },
    restart: async packages => await readRestart(disk, packages, (await boot()).timeMs),
  }
}

export async function readOsRelease(disk: Disk): Promise<OsRelease> {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const text = await disk.readText(path, 65_536).catch(() => null)
    if (text === null) continue
    try {
      return parseOsRelease(text)
    } catch {
      // Not an os-release file: the next place, then what os-release(5) says to assume.
    }
  }
  return UNKNOWN
}

export function parseBootTime(stat: string): number | null {
  const seconds = /^btime (\d{1,12})$/m.exec(stat)?.[1]
  return seconds === undefined ? null : Number(seconds) * 1000
}
