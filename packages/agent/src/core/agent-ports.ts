import type { Clock, Random } from '@patchyard/domain'
import type { Actions } from './ports/actions.ts'
import type { Host } from './ports/host.ts'
import type { Inventory } from './ports/inventory.ts'
import type { Journal } from './ports/journal.ts'
import type { Log } from './ports/log.ts'
import type { Memory } from './ports/memory.ts'
import type { Network } from './ports/network.ts'
import type { PackageManager } from './ports/package-manager.ts'
import type { ProfileHost } from './ports/profile-host.ts'
import type { SecretFiles } from './ports/secret-files.ts'
import type { UserMessages } from './ports/user-messages.ts'

/** Everything outside the agent. The core reaches nothing else, so a simulated world is these objects. */
export interface AgentPorts {
  readonly clock: Clock
  readonly random: Random
  readonly host: Host
  readonly network: Network
  readonly journal: Journal
  readonly secrets: SecretFiles
  /** The scan goes through `inventory`. */
  readonly packages: Omit<PackageManager, 'id' | 'scan'>
  readonly inventory: Inventory
  readonly log: Log
  /** Absent: a profile changes nothing on this host (other platforms, simulated agents). */
  readonly profileHost?: ProfileHost
  /** Absent: no action can run here, whatever is permitted. */
  readonly actions?: Actions
  /** Absent: nobody can be told anything. */
  readonly users?: UserMessages
  /** Absent: nothing is given back (simulated agents). */
  readonly memory?: Memory
}

/** What this build is and what its local configuration permits. */
export interface AgentBuild {
  readonly version: string
  /** A clock before this is wrong (agent-protocol §9). */
  readonly builtMs: number
  /** Announced to the server. */
  readonly features: readonly string[]
  /** Names of a root's `require` that this agent enforces. */
  readonly understands: readonly string[]
}
