import {
  type AgentBuild,
  type AgentPorts,
  type Actions,
  createAgent,
  createFakeActions,
  createFakeHost,
  createFakePackageManager,
  createFakeUsers,
  createMemorySecrets,
  enroll,
  EnrolmentError,
  type Inventory,
  JournalError,
  type Network,
  NetworkError,
  openMemoryJournal,
} from '@patchyard/agent/testing'
import type { Clock } from '@patchyard/domain'
import {
  ACTIONS_FEATURE,
  EARLY_FEATURE,
  MESSAGES_FEATURE,
  OPTIONS_FEATURE,
  PROFILES_FEATURE,
} from '@patchyard/protocol'
import type { SimHost } from './sim-host.ts'
import { slowJournal } from './slow-journal.ts'

/** Thrown into a process at the moment it dies; nothing of that process does anything any more. */
export class CrashError extends Error {}

export const BUILD: AgentBuild = {
  version: '0.1.0',
  builtMs: 1_780_000_000_000,
  features: [PROFILES_FEATURE, OPTIONS_FEATURE, EARLY_FEATURE, MESSAGES_FEATURE],
  understands: [],
}

export interface AgentProcess {
  kill(why: string): void
  readonly isDead: boolean
}

const ENROL_AGAIN_MS = 20_000

/**
 * One process of the agent's own core on a simulated host. It dies by `kill`, by a crash thrown into one of its steps, or
 * by its own fault; `onDeath` hears of each. What it had written stays, what it had begun outside goes on without it.
 */
export function startAgentProcess(
  host: SimHost,
  outside: { clock: Clock; network: Network; inventory: Inventory },
  onDeath: (process: AgentProcess, why: string, fault: unknown) => void,
): AgentProcess {
  let dead = false
  const never = new Promise<never>(() => {})
  const stop = new AbortController()

  const process: AgentProcess = {
    kill(why) {
      if (dead) return
      dead = true
      stop.abort()
      onDeath(process, why, null)
    },
    get isDead() {
      return dead
    },
  }

  /** Every contact with the outside: a dead process has none, and the world may kill it before or after each. */
  const point = (name: string): void => {
    if (dead) throw new CrashError(name)
    if (!host.diesAt(name)) return
    process.kill(`at ${name}`)
    throw new CrashError(name)
  }

  const alive = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    point(name)
    const result = await work().then(
      value => ({ value }),
      (error: unknown) => ({ error }),
    )
    if (dead) return never
    if ('error' in result) throw result.error
    point(`${name}: done`)
    return result.value
  }

  const clock: Clock = {
    nowMs: () => outside.clock.nowMs(),
    monotonicMs: () => outside.clock.monotonicMs(),
    sleep: async (ms, signal) => {
      await outside.clock.sleep(ms, signal)
      if (dead) await never
    },
    after: (ms, callback) =>
      outside.clock.after(ms, () => {
        if (!dead) guarded(callback)
      }),
  }
  const guarded = (callback: () => void): void => {
    try {
      callback()
    } catch (error) {
      failed(error)
    }
  }

  const machine = createFakeHost(host.machine, host.software.packages, outside.clock)
  const engine = createFakePackageManager(host.software.packages, outside.clock, {
    point: name => {
      if (!dead && name === 'install: before') host.onEngineStart()
      point(`engine ${name}`)
    },
  })
  const allowActions = host.people.allowsActions || host.plantedBug === 'actions allowed anyway'
  const build = allowActions ? { ...BUILD, features: [...BUILD.features, ACTIONS_FEATURE] } : BUILD
  const fakeActions = createFakeActions(host.people.actions, outside.clock, {
    point: name => point(`engine ${name}`),
  })
  const actions: Actions = {
    ...fakeActions,
    run: async (item, options) => {
      // Each start is told before it can die in it, as with the engine of packages.
      if (!dead) host.onAction('started', options.scopeName)
      const result = await fakeActions.run(item, options)
      if (dead) return never
      if (!result.started || result.exitCode === null) return result
      host.onAction('ended', options.scopeName, result.exitCode)
      const isDeaf = host.plantedBug === 'abort not heard' && result.exitCode === 12
      return isDeaf ? { ...result, exitCode: 1 } : result
    },
  }
  const secrets = createMemorySecrets(host.secrets)
  const pointed =
    <A extends unknown[], R>(name: string, call: (...args: A) => R) =>
    (...args: A): R => {
      point(name)
      return call(...args)
    }
  let broken = false
  const ports: AgentPorts = {
    clock,
    random: host.agentRandom,
    host: {
      ...machine,
      reboot: pointed('host reboot', async () => {
        host.onRebootAsked()
      }),
      isScopeActive: pointed('host isScopeActive', name => machine.isScopeActive(name)),
    },
    network: {
      exchange: request => alive(`send ${request.path}`, () => outside.network.exchange(request)),
      openBell: request =>
        alive('open bell', () =>
          outside.network.openBell({
            ...request,
            onRing: () => {
              if (!dead) guarded(request.onRing)
            },
          }),
        ),
    },
    journal: slowJournal(
      host.slowByMs,
      openMemoryJournal(host.journal, {
        onWrite: committed => {
          if (committed) host.onCommit()
          point(committed ? 'journal committed' : 'journal before commit')
        },
        trouble: () => {
          if (broken) return 'E_JOURNAL_IO'
          const trouble = host.diskTrouble()
          broken = trouble === 'E_JOURNAL_IO'
          return trouble
        },
      }),
    ),
    secrets: {
      read: pointed('secrets read', name => secrets.read(name)),
      create: pointed('secrets create', (name, bytes) => secrets.create(name, bytes)),
      remove: pointed('secrets remove', name => secrets.remove(name)),
      promoteNextKey: pointed('secrets promote', () => secrets.promoteNextKey()),
    },
    packages: {
      ...engine,
      install: (plan, options) => {
        if (!dead) host.installing = { scope: options.scopeName ?? '', changes: plan.changes }
        return engine.install(plan, options)
      },
    },
    actions,
    users: createFakeUsers(host.people.users, { point }),
    inventory: { collect: options => alive('scan', () => outside.inventory.collect(options)) },
    log: { info: () => {}, warn: (text, detail) => host.onWarning(text, detail ?? {}) },
  }

  function failed(error: unknown): void {
    if (dead) return
    dead = true
    stop.abort()
    // A disk without room, or one that cannot be trusted, ends a process by rights; the supervisor starts the next.
    const ours = !(error instanceof CrashError) && !(error instanceof JournalError)
    onDeath(process, `fault: ${error instanceof Error ? error.message : String(error)}`, ours ? error : null)
  }

  async function live(): Promise<void> {
    while (ports.journal.read(view => view.get('identity')?.agent ?? null) === null) {
      try {
        await enroll(ports, build, host.activationKey)
      } catch (error) {
        const full = error instanceof JournalError && error.code === 'E_JOURNAL_FULL'
        if (!(full || error instanceof NetworkError || error instanceof EnrolmentError)) throw error
        await clock.sleep(ENROL_AGAIN_MS)
      }
    }
    await createAgent(ports, build, { allowUnauthenticated: false, allowActions }).run(stop.signal)
  }
  // Not in this turn: whoever starts it wants to know it first.
  void Promise.resolve()
    .then(() => live())
    .catch(failed)
  return process
}
