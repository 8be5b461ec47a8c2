import { join, resolve } from 'node:path'
import { listIpv4, machineName } from './adapters/node-interfaces.ts'
import { createNodeMemory } from './adapters/node-memory.ts'
import { takeAgentLock, type AgentLock } from './adapters/agent-lock.ts'
import { createLinuxHost } from './adapters/linux-host.ts'
import { createNodeDisk } from './adapters/node-disk.ts'
import { createNodeNetwork } from './adapters/node-network.ts'
import { createNodeProcesses, createNodeScopes } from './adapters/node-processes.ts'
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
import type { Actions } from './core/ports/actions.ts'
import type { Host } from './core/ports/host.ts'
import type { Journal } from './core/ports/journal.ts'
import type { Network } from './core/ports/network.ts'
import type { PackageManager } from './core/ports/package-manager.ts'
import type { ProfileHost } from './core/ports/profile-host.ts'
import type { SystemFactsReader } from './core/ports/system-facts.ts'
import type { UserMessages } from './core/ports/user-messages.ts'
import { createHostInventory } from './core/report/host-inventory.ts'
import type { ReportContext } from './core/report/rows.ts'
import { createLinuxActions } from './platform/linux/actions/linux-actions.ts'
import { chooseLinuxProvider, linuxReportContext } from './platform/linux/create-linux.ts'
import { createKeepStore } from './platform/linux/rollback/keep-store.ts'
import { createLinuxProfileHost } from './platform/linux/profile/linux-profile-host.ts'
import { createLinuxUsers } from './platform/linux/users/linux-users.ts'
import { createLinuxFacts } from './platform/linux/facts/linux-facts.ts'

// The only place where ports meet their adapters.

/** On /run: root's own, in memory, and gone with the next boot. */
const ACTIONS_FOLDER = '/run/patchyard-agent'

/** This machine, without state folder and server: what `scan` and `doctor` look at. */
export interface Machine {
  readonly host: Host
  readonly facts: SystemFactsReader
  /** Null: no package manager that the agent knows. */
  readonly packages: PackageManager | null
  readonly context: ReportContext
  readonly profileHost: ProfileHost
  readonly actions: Actions
  readonly users: UserMessages
}

/** `stateFolder`: where earlier packages are kept, in `keep/`; without one this process keeps none. */
export async function openMachine(stateFolder?: string): Promise<Machine> {
  const processes = createNodeProcesses()
  const disk = createNodeDisk()
  const facts = createLinuxFacts({ disk, processes, listIpv4, machine: machineName() })
  const keep = stateFolder === undefined ? null : createKeepStore(disk, { folder: join(resolve(stateFolder), 'keep') })
  const provider = await chooseLinuxProvider({ processes, disk, clock: createSystemClock(), keep })
  return {
    host: createLinuxHost(await facts.system(), processes),
    facts,
    packages: provider?.packages ?? null,
    context: linuxReportContext(provider, build.version, `node ${process.versions.node}`),
    profileHost: createLinuxProfileHost({ disk, processes }),
    actions: createLinuxActions({
      disk,
      processes,
      scopes: createNodeScopes(),
      engine: provider?.packages.id ?? null,
      folder: ACTIONS_FOLDER,
    }),
    users: createLinuxUsers({ disk, processes }),
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
    actions: machine.actions,
    users: machine.users,
  }
}
