import { ACTIONS_FEATURE, type AgentEvent, type TaskDocument } from '@patchyard/protocol'
import { type Agent, createAgent } from '../core/agent.ts'
import type { AgentBuild, AgentPorts } from '../core/agent-ports.ts'
import { enroll } from '../core/enrolment/enroll.ts'
import type { JournalErrorCode } from '../core/ports/journal.ts'
import type { Network, NetworkReply, NetworkRequest } from '../core/ports/network.ts'
import { NetworkError } from '../core/ports/network.ts'
import { createFakeActions, createFakeActionState, type FakeActions, stopFakeActions } from './fake-actions.ts'
import { createFakeUsers, createFakeUserState, type FakeUsers } from './fake-users.ts'
import { createFakeHost, createFakeMachine, type FakeMachine } from './fake-host.ts'
import { createFakeInventory, type FakeInventoryState } from './fake-inventory.ts'
import { createFakePackageManager, createFakePackages, type FakePackages } from './fake-package-manager.ts'
import type { FakeAgentRecord } from './fake-agent-record.ts'
import { createFakeServer, type FakeServer } from './fake-server.ts'
import { createJournalStore, type JournalStore, openMemoryJournal } from './memory-journal.ts'
import { createMemorySecrets, type SecretStore } from './memory-secrets.ts'
import { createSeededRandom } from './seeded-random.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

/** Thrown into a process at the moment it dies; nothing of that process does anything any more. */
export class CrashError extends Error {}

/** One server and one host in one thread on virtual time. */
export interface World {
  readonly clock: VirtualClock
  readonly server: FakeServer
  readonly machine: FakeMachine
  readonly packages: FakePackages
  readonly actions: FakeActions
  readonly users: FakeUsers
  readonly inventory: FakeInventoryState
  readonly journal: JournalStore
  readonly secrets: SecretStore
  readonly log: string[]
  /** What ended a process that nobody killed: faults of the agent. */
  readonly faults: unknown[]
  /** The agent's record on the server, once enrolled. */
  readonly record: FakeAgentRecord
  /** Between the agent and the server; default: straight through. */
  between: (request: NetworkRequest, next: () => Promise<NetworkReply>) => Promise<NetworkReply>
  diskTrouble: () => JournalErrorCode | null
  /** The disk is full but for the room set aside. */
  isTight: boolean
  /** Features of the next process; actions are allowed where `actions.1` is among them. */
  announced: readonly string[]
  /** Called at every port call of a process with its number and name; throw CrashError to kill it there. */
  onPoint: (name: string) => void
  enroll(): Promise<void>
  /** A process of the agent that only holds its ports; `agent()` makes the agent, steps are the caller's. */
  process(): Process
  /** A process that runs until it dies. */
  start(): Process
  /** Advances time, starting the agent again whenever it died, until `done` says so. False after `atMostMs`. */
  runUntil(done: () => boolean, atMostMs: number): Promise<boolean>
  /** Kills the process that runs. */
  stop(): void
  /** Puts a copy of another host's state folder here, as a cloned disk does. */
  copyStateOf(other: World): void
  /** A new boot id; whatever ran is dead. */
  reboot(): void
  event(kind: AgentEvent['kind'], task?: string): AgentEvent | undefined
  eventsOf(task: string): AgentEvent[]
}

export interface Process {
  readonly ports: AgentPorts
  readonly agent: () => Agent
  /** Dies here and now. */
  kill(): void
  readonly isDead: () => boolean
}

/** A supervisor's pause before it starts a dead agent again. */
const RESTART_MS = 5000

export const BUILD: AgentBuild = { version: '0.1.0', builtMs: 1_700_000_000_000, features: [], understands: [] }
export const START_MS = 1_795_286_400_000
export const MINUTE = 60_000

export interface WorldOptions {
  readonly seed?: string
  readonly installed?: Readonly<Record<string, string>>
  readonly offered?: Readonly<Record<string, string>>
  /** Another host of this world: same server, same time. */
  readonly beside?: World
  readonly name?: string
  /** First value of `World.announced`. */
  readonly features?: readonly string[]
}

export function createWorld(options: WorldOptions = {}): World {
  const clock = options.beside?.clock ?? createVirtualClock(START_MS)
  const seed = options.seed ?? 'world'
  const server =
    options.beside?.server ??
    createFakeServer({ nowMs: () => START_MS + clock.monotonicMs(), random: createSeededRandom(`${seed} server`) })
  const machine = createFakeMachine(options.name ?? 'web-01', clock)
  const packages = createFakePackages(
    options.installed ?? { 'openssl:amd64': '1', 'curl:amd64': '1', 'bash:amd64': '1' },
    options.offered ?? { 'openssl:amd64': '2', 'curl:amd64': '2', 'bash:amd64': '2' },
  )
  const actions = createFakeActionState()
  const users = createFakeUserState()
  const inventory: FakeInventoryState = { scans: 0, rebootNeeded: false, status: 'ok' }
  const journal = createJournalStore()
  const secrets: SecretStore = new Map()
  const log: string[] = []
  const random = createSeededRandom(`${seed} agent`)
  let current: Process | null = null

  const world: World = {
    clock,
    server,
    machine,
    packages,
    actions,
    users,
    inventory,
    journal,
    secrets,
    log,
    faults: [],
    get record() {
      const [record] = server.agents.values()
      if (record === undefined) throw new Error('nobody is enrolled')
      return record
    },
    between: (_, next) => next(),
    diskTrouble: () => null,
    isTight: false,
    announced: options.features ?? BUILD.features,
    onPoint: () => {},
    enroll: async () => {
      await enroll(makeProcess().ports, builtNow(), server.activationKey())
    },
    process: () => makeProcess(),
    start: () => {
      const process = makeProcess()
      current = process
      run(process)
      return process
    },
    runUntil: async (done, atMostMs) => {
      const untilMs = clock.monotonicMs() + atMostMs
      while (clock.monotonicMs() < untilMs) {
        if (current === null || current.isDead()) {
          await clock.advance(RESTART_MS)
          world.start()
        }
        await clock.advance(1000)
        if (done()) return true
      }
      return false
    },
    stop: () => current?.kill(),
    copyStateOf: other => {
      for (const [name, value] of other.journal.state) journal.state.set(name, value)
      for (const [name, rows] of other.journal.tables) journal.tables.set(name, new Map(rows))
      for (const [name, bytes] of other.secrets) secrets.set(name, bytes)
    },
    reboot: () => {
      current?.kill()
      packages.engine?.stop()
      stopFakeActions(actions)
      machine.boots++
      machine.bootedAtMs = clock.monotonicMs()
    },
    event: (kind, task) =>
      [...world.record.events.values()].find(one => one.kind === kind && (task === undefined || one.task === task)),
    eventsOf: task => [...world.record.events.values()].filter(one => one.task === task).sort((a, b) => a.n - b.n),
  }

  const builtNow = (): AgentBuild => ({ ...BUILD, features: world.announced })

  function run(process: Process): void {
    const failed = (error: unknown) => {
      process.kill()
      if (!(error instanceof CrashError)) {
        log.push(`DIED ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
        world.faults.push(error)
      }
    }
    try {
      process.agent().run(new AbortController().signal).catch(failed)
    } catch (error) {
      failed(error)
    }
  }

  function makeProcess(): Process {
    let dead = false
    const never = new Promise<never>(() => {})
    /** Every contact with the outside: a dead process has none, and the world may kill it before or after each. */
    const point = (name: string) => {
      if (dead) throw new CrashError(name)
      try {
        world.onPoint(name)
      } catch (error) {
        if (error instanceof CrashError) process.kill()
        throw error
      }
    }
    /** The port with a place to die before each call of these methods. */
    const pointed = <P extends object>(name: string, port: P, methods: readonly (keyof P & string)[]): P => {
      const wrapped: Record<string, unknown> = {}
      for (const method of methods) {
        const original = port[method] as (...args: unknown[]) => unknown
        wrapped[method] = (...args: unknown[]) => {
          point(`${name} ${method}`)
          return original(...args)
        }
      }
      return { ...port, ...wrapped }
    }
    const alive = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      point(name)
      const result = await work().then(
        value => ({ value }),
        (error: unknown) => ({ error }),
      )
      if (dead) return await never
      if ('error' in result) throw result.error
      point(`${name}: done`)
      return result.value
    }
    const engine = createFakePackageManager(packages, clock, { point: name => point(`engine ${name}`) })
    const network: Network = {
      exchange: request =>
        alive(`send ${request.path.slice('/agent/v1/'.length)}`, () =>
          world.between(request, () => server.handle(request)),
        ),
      openBell: async () => {
        await Promise.resolve()
        throw new NetworkError('E_NETWORK_UNREACHABLE', 'no bell in this world')
      },
    }
    const store = openMemoryJournal(journal, {
      onWrite: committed => point(committed ? 'journal: committed' : 'journal: before commit'),
      trouble: () => world.diskTrouble(),
      isTight: () => world.isTight,
    })
    const ports: AgentPorts = {
      clock: {
        ...clock,
        sleep: async (ms, signal) => {
          await clock.sleep(ms, signal)
          if (dead) await never
        },
        after: (ms, callback) =>
          clock.after(ms, () => {
            if (!dead) callback()
          }),
      },
      random,
      host: pointed('host', createFakeHost(machine, packages, clock), ['reboot', 'isScopeActive']),
      network,
      journal: store,
      secrets: pointed('secrets', createMemorySecrets(secrets), ['read', 'create', 'remove', 'promoteNextKey']),
      packages: engine,
      actions: createFakeActions(actions, clock, { point: name => point(`engine ${name}`) }),
      users: createFakeUsers(users, { point }),
      inventory: pointed('inventory', createFakeInventory(packages, inventory), ['collect']),
      log: {
        info: (text, detail) => void log.push(`${text} ${JSON.stringify(detail ?? {})}`),
        warn: (text, detail) => void log.push(`WARN ${text} ${JSON.stringify(detail ?? {})}`),
      },
    }
    let made: Agent | null = null
    const process: Process = {
      ports,
      agent: () => {
        made ??= createAgent(ports, builtNow(), {
          allowUnauthenticated: false,
          allowActions: world.announced.includes(ACTIONS_FEATURE),
        })
        return made
      },
      kill: () => {
        dead = true
      },
      isDead: () => dead,
    }
    return process
  }

  machine.onReboot = () => world.reboot()
  return world
}

/** A world whose agent is enrolled, runs and has reported once. */
export async function createEnrolledWorld(options: WorldOptions = {}): Promise<World> {
  const world = createWorld(options)
  await world.enroll()
  world.start()
  if (!(await world.runUntil(() => world.record.reports.length > 0, 5 * MINUTE))) {
    throw new Error(`the agent does not report:\n${world.log.join('\n')}`)
  }
  return world
}

/** A task for this world's agent that updates each named package from 1 to 2, one item each. */
export function taskFor(
  world: World,
  more: Partial<TaskDocument> = {},
  names: readonly string[] = ['openssl'],
): TaskDocument {
  const nowMs = START_MS + world.clock.monotonicMs()
  return {
    deployment: world.server.deployment,
    agent: world.record.id,
    task: '5c1e0a7d-94b2-4b0e-8f3a-6d2c7b9e1f40',
    run: '77a1f3d2-0c4b-4e6f-9a58-1b2c3d4e5f60',
    job: 'e2d4b6a8-1357-4c9b-8e0f-a1b2c3d4e5f6',
    spec: 'd4f02eaafd1a9e9de7d10972ca8e47fa7a985825c3c9c1e249c72683cb3e4f19',
    notBefore: nowMs,
    startBefore: nowMs + 6 * 3_600_000,
    finishBefore: nowMs + 8 * 3_600_000,
    onFailure: 'continue',
    reboot: 'never',
    items: names.map((name, index) => ({
      item: index + 1,
      kind: 'os-packages',
      patch: `deb:debian/12/${name}@2`,
      packages: [{ name, arch: 'amd64', from: '1', to: '2' }],
    })),
    ...more,
  }
}

/** A host on which these packages were brought from 1 to 2 and the earlier ones kept, and the task that takes them back. */
export function rollbackFor(world: World, names: readonly string[], more: Partial<TaskDocument> = {}): TaskDocument {
  for (const name of names) {
    const patch = `deb:debian/12/${name}@2`
    world.packages.installed.set(`${name}:amd64`, '2')
    world.packages.points.set(patch, {
      patch,
      madeMs: START_MS,
      verdict: { reversible: true, reasons: [] },
      changes: [{ name, arch: 'amd64', earlier: '1', now: '2', file: { sha256: '0'.repeat(64), bytes: 1 } }],
      additions: [],
    })
  }
  const items = names.map((name, index) => ({
    item: index + 1,
    kind: 'rollback' as const,
    patch: `deb:debian/12/${name}@2`,
    packages: [{ name, arch: 'amd64', from: '2', to: '1' }],
  }))
  return taskFor(world, { items, ...more })
}
