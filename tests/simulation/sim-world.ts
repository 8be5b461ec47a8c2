import type { EventLog, EventLoop, FaultPlan, SimRandom } from '@patchyard/testkit/simulation'
import type { FaultKind } from './fault-kinds.ts'
import type { SimOperator } from './operator.ts'
import type { PlantedBug } from './planted.ts'
import type { SimHost } from './sim-host.ts'
import type { HostNetwork } from './sim-network.ts'
import type { SimServer } from './sim-server.ts'

export interface WorldOptions {
  readonly hosts?: number
  /** How long faults go on, virtual milliseconds; by seed when not given. */
  readonly faultsForMs?: number
  readonly planted?: PlantedBug
  /** Only these kinds of faults; all when not given. */
  readonly kinds?: readonly FaultKind[]
  /** Faults at all; without them everything must just work. */
  readonly quiet?: boolean
}

/** One server, a fleet, an operator. */
export interface World {
  readonly seed: string
  readonly loop: EventLoop
  readonly log: EventLog
  readonly random: SimRandom
  readonly faults: FaultPlan<FaultKind>
  readonly sim: SimServer
  readonly hosts: readonly SimHost[]
  readonly operator: SimOperator
  networkOf(host: SimHost): HostNetwork
  /** A second machine that starts with what `original` has now. */
  copy(original: SimHost): SimHost
}

export interface History {
  readonly seed: string
  /** Sentences of what must not be; none is good. */
  readonly violations: readonly string[]
  readonly hash: string
  readonly log: EventLog
  readonly faultCounts: ReadonlyMap<FaultKind, number>
  readonly virtualMs: number
  readonly steps: number
}

export const START_MS = 1_795_286_400_000
