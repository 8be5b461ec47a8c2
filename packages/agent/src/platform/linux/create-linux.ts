import { type Clock, homeOf } from '@patchyard/domain'
import type { Disk } from '../../core/ports/disk.ts'
import type { PackageManager } from '../../core/ports/package-manager.ts'
import type { Processes } from '../../core/ports/processes.ts'
import type { ReportContext } from '../../core/report/rows.ts'
import { APT_GET, DPKG_QUERY } from './apt/apt-commands.ts'
import { createAptProvider } from './apt/apt-provider.ts'
import { commonArchitecture, type PackageFamily } from './architecture.ts'
import { findDnfDialect } from './dnf/dnf-dialect.ts'
import { createDnfProvider } from './dnf/dnf-provider.ts'
import { readOsRelease } from './facts/linux-facts.ts'
import type { KeepStore } from './rollback/keep-store.ts'
import { RPM } from './rpm/rpm-database.ts'
import { createZypperProvider } from './zypper/zypper-provider.ts'
import { ZYPPER } from './zypper/zypper-tools.ts'

export interface LinuxPorts {
  readonly processes: Processes
  readonly disk: Disk
  readonly clock: Clock
  /** Earlier packages for rollback; absent or null: this process keeps none. */
  readonly keep?: KeepStore | null
}

export interface LinuxProvider {
  readonly packages: PackageManager
  readonly family: PackageFamily
}

interface Candidate {
  readonly family: PackageFamily
  /** Ids of os-release whose systems this engine is at home on. */
  readonly home: ReadonlySet<string>
  /** Null where the engine is not there. */
  readonly find: (ports: LinuxPorts) => Promise<PackageManager | null>
}

// The one visible switch: which package manager decides on this host. A machine may carry several programs (Debian ships dnf and zypper
// as packages), so the system's family counts first and a program that is merely there comes second.
const CANDIDATES: readonly Candidate[] = [
  {
    family: 'deb',
    home: homeOf('apt'),
    find: async ports => ((await allThere(ports.disk, [APT_GET, DPKG_QUERY])) ? createAptProvider(ports) : null),
  },
  {
    family: 'rpm',
    home: homeOf('dnf4'),
    find: async ports => {
      const dialect = (await allThere(ports.disk, [RPM])) ? await findDnfDialect(ports.disk) : null
      return dialect === null ? null : createDnfProvider(ports, dialect)
    },
  },
  {
    family: 'rpm',
    home: homeOf('zypper'),
    find: async ports => ((await allThere(ports.disk, [RPM, ZYPPER])) ? createZypperProvider(ports) : null),
  },
]

/** Null: this system has no package manager that the agent knows. */
export async function chooseLinuxProvider(ports: LinuxPorts): Promise<LinuxProvider | null> {
  const os = await readOsRelease(ports.disk)
  const names = [os.id, ...os.idLike]
  const atHome = CANDIDATES.filter(candidate => names.some(name => candidate.home.has(name)))
  for (const candidate of [...atHome, ...CANDIDATES]) {
    const packages = await candidate.find(ports)
    if (packages !== null) return { packages, family: candidate.family }
  }
  return null
}

async function allThere(disk: Disk, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) if ((await disk.stat(path).catch(() => null)) === null) return false
  return true
}

export function linuxReportContext(
  provider: LinuxProvider | null,
  agentVersion: string,
  agentRuntime: string,
): ReportContext {
  const family = provider?.family ?? 'deb'
  return { scheme: family, commonArch: name => commonArchitecture(family, name), agentVersion, agentRuntime }
}
