import { createNodeDisk } from './adapters/node-disk.ts'
import { listIpv4, machineName } from './adapters/node-interfaces.ts'
import { createNodeProcesses } from './adapters/node-processes.ts'
import { createSystemClock } from './adapters/system-clock.ts'
import type { ScanPorts } from './commands/scan.ts'
import { commonArchitecture } from './platform/linux/architecture.ts'
import { chooseLinuxProvider } from './platform/linux/create-linux.ts'
import { createLinuxFacts } from './platform/linux/facts/linux-facts.ts'

/** The machine as `scan` looks at it: no journal, no network, and nothing loaded that stands for them. */
export async function openScanMachine(): Promise<ScanPorts> {
  const ports = { processes: createNodeProcesses(), disk: createNodeDisk(), clock: createSystemClock() }
  const provider = await chooseLinuxProvider(ports)
  return {
    packages: provider?.packages ?? null,
    facts: createLinuxFacts({ ...ports, listIpv4, machine: machineName() }),
    commonArch: name => commonArchitecture(provider?.family ?? 'deb', name),
  }
}
