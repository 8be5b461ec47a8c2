import type { Clock } from '@patchyard/domain'
import type { ActionResult, Actions } from '../core/ports/actions.ts'
import type { FakeEngineHooks } from './fake-package-manager.ts'

/** What actions did to one simulated host. It belongs to the host: an action goes on when the agent dies. */
export interface FakeActions {
  /** Every start, `scope name`, in order. */
  readonly executions: string[]
  /** Exit codes by the action's name; default 0. */
  readonly exits: Map<string, number>
  /** What cannot be started, by name. */
  readonly unstartable: Set<string>
  /** Milliseconds of virtual time by name; default `actionMs`. Beyond the time limit it is ended. */
  readonly durations: Map<string, number>
  actionMs: number
  /** Scopes at work. */
  readonly running: Map<string, () => void>
}

export function createFakeActionState(): FakeActions {
  return {
    executions: [],
    exits: new Map(),
    unstartable: new Set(),
    durations: new Map(),
    actionMs: 1000,
    running: new Map(),
  }
}

/** A reboot or a power cut. */
export function stopFakeActions(state: FakeActions): void {
  for (const stop of state.running.values()) stop()
  state.running.clear()
}

/** The host's actions as one process of the agent sees them. */
export function createFakeActions(state: FakeActions, clock: Clock, hooks: FakeEngineHooks = {}): Actions {
  const point = (name: string) => hooks.point?.(name)
  return {
    run: async (item, options): Promise<ActionResult> => {
      point('action: before')
      if (state.unstartable.has(item.name)) return { started: false, detail: 'there is no such program' }
      state.executions.push(`${options.scopeName} ${item.name}`)
      const ms = state.durations.get(item.name) ?? state.actionMs
      const timedOut = ms > options.timeoutMs
      const done = new Promise<void>(resolve => {
        const cancel = clock.after(Math.min(ms, options.timeoutMs), () => {
          state.running.delete(options.scopeName)
          resolve()
        })
        state.running.set(options.scopeName, cancel)
      })
      point('action: started')
      await done
      point('action: after')
      const exitCode = timedOut ? null : (state.exits.get(item.name) ?? 0)
      return { started: true, exitCode, timedOut, log: `${item.name} said something\n` }
    },
    isRunning: scope => {
      point('action: isRunning')
      return Promise.resolve(state.running.has(scope))
    },
    end: scope => {
      point('action: end')
      state.running.get(scope)?.()
      state.running.delete(scope)
      return Promise.resolve()
    },
  }
}
