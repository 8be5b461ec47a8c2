import {
  createFakeMachine,
  createJournalStore,
  type EventRow,
  type FakeMachine,
  type JournalErrorCode,
  type JournalState,
  type JournalStore,
  type Network,
  type SecretStore,
  stopFakeActions,
} from '@patchyard/agent/testing'
import type { Clock } from '@patchyard/domain'
import { type EventLog, type EventLoop, type FaultPlan, type SimRandom, sleepOn } from '@patchyard/testkit/simulation'
import { type AgentProcess, startAgentProcess } from './agent-process.ts'
import type { FaultKind } from './fault-kinds.ts'
import { createHostPeople, type HostPeople } from './host-people.ts'
import { createHostSoftware, type HostSoftware } from './host-software.ts'
import { forgetfulJournal } from './forgetful-journal.ts'
import type { PlantedBug } from './planted.ts'
import { createSimInventory } from './sim-inventory.ts'

export interface Installing {
  readonly scope: string
  readonly changes: readonly { readonly name: string; readonly arch: string; readonly to: string }[]
}

/** A machine with an agent: what survives the agent's process, and what can happen to it. */
export interface SimHost {
  readonly name: string
  readonly machine: FakeMachine
  readonly software: HostSoftware
  readonly people: HostPeople
  readonly journal: JournalStore
  readonly secrets: SecretStore
  readonly agentRandom: SimRandom
  readonly activationKey: string
  /** Wall clock against true time. */
  wallShiftMs: number
  installing: Installing
  /** Set while somebody else uses the package manager. */
  readonly isAsleep: boolean

  start(): void
  /** The process alone, as by a kill -9; the supervisor starts it again. */
  kill(why: string): void
  reboot(why: string): void
  suspend(ms: number): void
  /** Ends it for good. */
  retire(): void
  readonly isRunning: boolean
  /** Faults that were the agent's own. */
  readonly faults: readonly unknown[]

  // For its processes.
  diesAt(point: string): boolean
  diskTrouble(): JournalErrorCode | null
  /** Of trusted time; a planted mistake. */
  readonly slowByMs: number
  onCommit(): void
  onEngineStart(): void
  /** An action of this scope begins, or ended by itself with this code. */
  onAction(what: 'started' | 'ended', scope: string, exit?: number): void
  /** As the planted mistake has them. */
  readonly plantedBug: PlantedBug | null
  onRebootAsked(): void
  onWarning(text: string, detail: Readonly<Record<string, unknown>>): void
}

const RESTART_MS = 5000

export function createSimHost(ports: {
  name: string
  loop: EventLoop
  log: EventLog
  random: SimRandom
  faults: FaultPlan<FaultKind>
  activationKey: string
  planted: PlantedBug | null
  /** Where its requests go. */
  network: (host: SimHost) => Network
  /** A copy starts with what the original had. */
  copyOf?: SimHost
}): SimHost {
  const { name, loop, log, random, faults, planted } = ports
  const software = createHostSoftware(name, random.fork('software'))
  const people = createHostPeople(random.fork('people'))
  const machine = createFakeMachine(name, loop)
  const journal = ports.copyOf === undefined ? createJournalStore() : copied(ports.copyOf.journal)
  const secrets: SecretStore = new Map(ports.copyOf?.secrets)
  const forgetful = planted === 'journal forgets' ? forgetfulJournal(journal) : null
  const stepRandom = random.fork('steps')
  const hostFaults: unknown[] = []
  let process: AgentProcess | null = null
  let asleepUntilMs = 0
  let retired = false
  let fullUntilMs = 0
  let eventsSeen = (journal.tables.get('event') ?? new Map()).size

  const after: Clock['after'] = (ms, callback) => {
    let cancel = (): void => {}
    const fire = (): void => {
      if (loop.monotonicMs() >= asleepUntilMs) callback()
      else cancel = loop.after(asleepUntilMs - loop.monotonicMs(), fire)
    }
    cancel = loop.after(ms, fire)
    return () => cancel()
  }
  const clock: Clock = {
    nowMs: () => loop.nowMs() + host.wallShiftMs,
    monotonicMs: () => loop.monotonicMs(),
    after,
    sleep: (ms, signal) => sleepOn(after, ms, signal),
  }

  const inventory = createSimInventory({
    software,
    sleep: ms => clock.sleep(ms),
    scanMs: () => [stepRandom.between(10, 2000), stepRandom.between(10, 1000)],
    fails: () => faults.fires('scan failed', 0.1),
  })

  function onDeath(dead: AgentProcess, why: string, fault: unknown): void {
    log.add(name, 'process died', { why })
    if (fault !== null) hostFaults.push(fault)
    forgetful?.crash(stepRandom.between(0, 2))
    if (process !== dead) return
    process = null
    after(RESTART_MS, () => host.start())
  }

  const host: SimHost = {
    name,
    machine,
    software,
    people,
    journal,
    secrets,
    agentRandom: random.fork('agent'),
    activationKey: ports.activationKey,
    wallShiftMs: 0,
    installing: { scope: '', changes: [] },
    faults: hostFaults,
    get isAsleep() {
      return loop.monotonicMs() < asleepUntilMs
    },
    get isRunning() {
      return process !== null
    },

    start() {
      if (process !== null || retired) return
      if (planted === 'begin again after crash') forgetInstalling(journal, item => item <= 2000)
      if (planted === 'action again after crash') forgetInstalling(journal, item => item > 2000)
      if (planted === 'deferrals forgotten') journal.state.delete('waits')
      process = startAgentProcess(host, { clock, network: ports.network(host), inventory }, onDeath)
      log.add(name, 'process started', { boots: machine.boots })
    },
    kill: why => process?.kill(why),
    reboot(why) {
      const old = process
      process = null
      old?.kill(`reboot: ${why}`)
      software.packages.engine?.stop()
      stopFakeActions(people.actions)
      software.rebootNeeded = false
      machine.boots++
      machine.bootedAtMs = loop.monotonicMs()
      log.add(name, 'rebooted', { why, boots: machine.boots })
      if (faults.fires('clock dead at boot', 0.3)) {
        host.wallShiftMs = -stepRandom.between(1, 40) * 365 * 86_400_000
        loop.after(stepRandom.between(60_000, 1_800_000), () => {
          host.wallShiftMs = 0
        })
      }
      after(stepRandom.between(20_000, 90_000), () => host.start())
    },
    suspend(ms) {
      asleepUntilMs = Math.max(asleepUntilMs, loop.monotonicMs() + ms)
      log.add(name, 'suspended', { ms })
    },
    retire() {
      retired = true
      process?.kill('retired')
    },

    diesAt: () => faults.fires('agent killed at a step', 0.004),
    diskTrouble() {
      if (loop.monotonicMs() < fullUntilMs && !faults.stopped) return 'E_JOURNAL_FULL'
      if (faults.fires('journal broken', 0.001)) return 'E_JOURNAL_IO'
      if (!faults.fires('journal full', 0.001)) return null
      fullUntilMs = loop.monotonicMs() + stepRandom.between(1000, 600_000)
      return 'E_JOURNAL_FULL'
    },
    slowByMs: planted === 'window a minute off' ? 60_000 : 0,
    onCommit() {
      forgetful?.committed()
      const events = journal.tables.get('event') as Map<string, EventRow>
      if (events.size === eventsSeen) return
      for (const row of [...events.values()].slice(eventsSeen)) {
        log.add(name, 'journalled', { task: row.task, n: row.n, kind: row.kind, text: row.text })
      }
      eventsSeen = events.size
    },
    onEngineStart() {
      const answer = journal.state.get('answer') as JournalState['answer'] | undefined
      log.add(name, 'engine started', {
        scope: host.installing.scope,
        changes: host.installing.changes.map(one => `${one.name}=${one.to}`),
        busy: software.packages.engine !== null,
        standing: answer?.standing ?? 'none',
      })
      if (host.installing.changes.some(one => one.name === 'linux-image')) software.rebootNeeded = true
    },
    plantedBug: planted,
    onAction(what, scope, exit) {
      log.add(name, `action ${what}`, exit === undefined ? { scope } : { scope, exit })
    },
    onRebootAsked() {
      log.add(name, 'reboot asked')
      // As systemd does: the process has some time left before it is ended.
      after(stepRandom.between(100, 10_000), () => host.reboot('asked'))
    },
    onWarning: (text, detail) => log.add(name, 'warned', { text, ...detail }),
  }
  return host
}

/** The agent id that this host got when it enrolled; a copy has its original's. */
export function agentOf(host: SimHost): string | null {
  return (host.journal.state.get('identity') as JournalState['identity'] | undefined)?.agent ?? null
}

function copied(journal: JournalStore): JournalStore {
  return {
    state: new Map(journal.state),
    tables: new Map([...journal.tables].map(([name, rows]) => [name, new Map(rows)])),
  }
}

/** The planted mistake: as if `installing` had never been written. */
function forgetInstalling(journal: JournalStore, which: (item: number) => boolean): void {
  const items = journal.tables.get('item') as Map<string, { item: number; stage: string; plan: string }>
  for (const [key, row] of items) {
    if (row.stage === 'installing' && which(row.item)) items.set(key, { ...row, stage: 'begun', plan: '' })
  }
}
