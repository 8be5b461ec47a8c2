import { type HostTime, machineDigest, type Signer } from '@patchyard/protocol'
import type { AgentBuild, AgentPorts } from './agent-ports.ts'
import type { TaskProgress } from './tasks/progress.ts'
import { createWake, type Wake } from './wake.ts'

/** What lives with one process of the agent: ports, keys, and what people see of the moment. Everything that matters is in the journal. */
export interface Session {
  readonly ports: AgentPorts
  readonly build: AgentBuild
  /** Digest of the machine facts, as in every linked request. */
  readonly machine: string
  /** The key that requests are signed with. */
  signer: Signer
  /** A new key on its way (agent-protocol §6.6). */
  nextSigner: Signer | null
  /** What the tasks are doing, by task id; shown, not kept. */
  readonly progress: Map<string, TaskProgress>
  /** Something is to be sent, or a check-in is wanted. */
  readonly courier: Wake
  /** Something is to be done on the host. */
  readonly worker: Wake
  /** Set by a bell, a task's progress or a person: check in as soon as the line is free. */
  checkInWanted: boolean
  /** When a task's progress asked for a check-in last (monotonic clock). */
  progressSaidMs: number
  /** When the next check-in for a task's progress is due (monotonic clock); null: what is to be seen was said. */
  progressAtMs: number | null
  /** What of the profile this process has obeyed last (`obeyKey`); null: nothing yet. */
  obeyed: string | null
  /** Spreads the next regular scan; drawn anew after each scan. */
  scanFraction: number
  /** This process has scanned. */
  scannedOnce: boolean
}

export function createSession(
  ports: AgentPorts,
  build: AgentBuild,
  signer: Signer,
  nextSigner: Signer | null,
): Session {
  return {
    ports,
    build,
    machine: machineDigest(ports.host.facts),
    signer,
    nextSigner,
    progress: new Map(),
    courier: createWake(ports.clock),
    worker: createWake(ports.clock),
    checkInWanted: false,
    progressSaidMs: Number.NEGATIVE_INFINITY,
    progressAtMs: null,
    obeyed: null,
    scanFraction: ports.random.fraction(),
    scannedOnce: false,
  }
}

export function hostTime(ports: Pick<AgentPorts, 'clock' | 'host'>): HostTime {
  return { wallMs: ports.clock.nowMs(), uptimeS: ports.host.uptimeS(), boot: ports.host.boot }
}

/** A new link or nonce, hex16. */
export function freshHex16(ports: Pick<AgentPorts, 'random'>): string {
  return Buffer.from(ports.random.bytes(16)).toString('hex')
}
