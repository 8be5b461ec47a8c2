import { listIpv4, machineName } from './adapters/node-interfaces.ts'
import { createNodeMemory } from './adapters/node-memory.ts'
import { takeAgentLock, type AgentLock } from './adapters/agent-lock.ts'
import { createLinuxHost } from './adapters/linux-host.ts'
import { createNodeDisk } from './adapters/node-disk.ts'
import { createNodeNetwork } from './adapters/node-network.ts'
import { createNodeProcesses } from './adapters/node-processes.ts'
import { parseProxyUrl, parseServerUrl, proxyFromEnvironment, type ServerAddress } from './adapters/server-address.ts'
import { openSqliteJournal } from './adapters/sqlite-journal.ts'
import { openStateFolder, type StateFolder } from './adapters/state-folder.ts'
import { createStderrLog } from './adapters/stderr-log.ts'
import { createSystemClock } from './adapters/system-clock.ts'
import { createSystemRandom } from './adapters/system-random.ts'
import { build } from './agent-version.ts'
import type { AgentPorts } from './core/agent-ports.ts'
import type { ConnectionState } from './core/journal/schema.ts'
import { createNoPackageManager } from './core/no-package-manager.ts'
import type { Host } from './core/ports/host.ts'
import type { Journal } from './core/ports/journal.ts'
import type { Network } from './core/ports/network.ts'
import type { PackageManager } from './core/ports/package-manager.ts'
import type { ProfileHost } from './core/ports/profile-host.ts'
import type { SystemFactsReader } from './core/ports/system-facts.ts'
import { createHostInventory } from './core/report/host-inventory.ts'
import type { ReportContext } from './core/report/rows.ts'
import { chooseLinuxProvider, linuxReportContext } from './platform/linux/create-linux.ts'
import { createLinuxProfileHost } from './platform/linux/profile/linux-profile-host.ts'
import { createLinuxFacts } from './platform/linux/facts/linux-facts.ts'

// The only place where ports meet their adapters.

/** This machine, without state folder and server: what `scan` and `doctor` look at. */
export interface Machine {
  readonly host: Host
  readonly facts: SystemFactsReader
  /** Null: no package manager that the agent knows. */
  readonly packages: PackageManager | null
  readonly context: ReportContext
  readonly profileHost: ProfileHost
}

export async function openMachine(): Promise<Machine> {
  const processes = createNodeProcesses()
  const disk = createNodeDisk()
  const facts = createLinuxFacts({ disk, processes, listIpv4, machine: machineName() })
  const provider = await chooseLinuxProvider({ processes, disk, clock: createSystemClock() })
  return {
    host: createLinuxHost(await facts.system(), processes),
    facts,
    packages: provider?.packages ?? null,
    context: linuxReportContext(provider, build.version, `node ${process.versions.node}`),
    profileHost: createLinuxProfileHost({ disk, processes }),
  }
}

/** The agent's own state, locked for this process. */
export interface OpenState {
  readonly folder: StateFolder
  readonly journal: Journal
  readonly lock: AgentLock
  close(): void
}

/** @throws StateFolderError, JournalError */
export function openState(path: string, boot: string): OpenState {
  const folder = openStateFolder(path)
  const lock = takeAgentLock(folder.path, boot)
  try {
    const journal = openSqliteJournal(folder.journalPath)
    return {
      folder,
      journal,
      lock,
      close: () => {
        journal.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** What `enroll` was told, with the proxy of the environment where it was told none. @throws ServerAddressError */
export function serverAddress(connection: ConnectionState, env: Environment): ServerAddress {
  const url = parseServerUrl(connection.server, connection.allowPlainHttp)
  const found = proxyFromEnvironment(env, url)
  const proxy = connection.proxy ?? found.proxy
  return {
    url,
    ca: connection.ca,
    proxy: proxy === null || proxy === '' ? null : parseProxyUrl(proxy),
    noProxy: connection.noProxy ?? found.noProxy,
  }
}

export function openNetwork(connection: ConnectionState, env: Environment): Network & { close(): void } {
  return createNodeNetwork(serverAddress(connection, env))
}

export function agentPorts(machine: Machine, state: OpenState, network: Network): AgentPorts {
  return {
    clock: createSystemClock(),
    random: createSystemRandom(),
    host: machine.host,
    network,
    journal: state.journal,
    secrets: state.folder.secrets,
    packages: machine.packages ?? createNoPackageManager(),
    inventory: createHostInventory(machine),
    log: createStderrLog(),
    memory: createNodeMemory(),
    profileHost: machine.profileHost,
  }
}
