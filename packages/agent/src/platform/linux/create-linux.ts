import type { Clock } from '@patchyard/domain'
import type { Disk } from '../../core/ports/disk.ts'
import type { PackageManager } from '../../core/ports/package-manager.ts'
import type { Processes } from '../../core/ports/processes.ts'
import type { ReportContext } from '../../core/report/rows.ts'
import { createAptProvider } from './apt/apt-provider.ts'
import { commonArchitecture, type PackageFamily } from './architecture.ts'
import { readOsRelease } from './facts/linux-facts.ts'

export interface LinuxPorts {
  readonly processes: Processes
  readonly disk: Disk
  readonly clock: Clock
}

export interface LinuxProvider {
  readonly packages: PackageManager
  readonly family: PackageFamily
}

interface Candidate {
  readonly family: PackageFamily
  /** Ids of os-release whose systems this engine is at home on. */
  readonly home: ReadonlySet<string>
  readonly programs: readonly string[]
  readonly create: (ports: LinuxPorts) => PackageManager
}

// The one visible switch: which package manager decides on this host. A machine may carry several programs (Debian ships dnf and zypper
// as packages), so the system's family counts first and a program that is merely there comes second.
const CANDIDATES: readonly Candidate[] = [
  {
    family: 'deb',
    home: new Set(['debian', 'ubuntu']),
    programs: ['/usr/bin/apt-get', '/usr/bin/dpkg-query'],
    create: createAptProvider,
  },
]

/** Null: this system has no package manager that the agent knows. */
export async function chooseLinuxProvider(ports: LinuxPorts): Promise<LinuxProvider | null> {
  const os = await readOsRelease(ports.disk)
  const names = [os.id, ...os.idLike]
  const present: Candidate[] = []
  for (const candidate of CANDIDATES) if (await allThere(ports.disk, candidate.programs)) present.push(candidate)
  const chosen = present.find(candidate => names.some(name => candidate.home.has(name))) ?? present[0]
  return chosen === undefined ? null : { packages: chosen.create(ports), family: chosen.family }
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
