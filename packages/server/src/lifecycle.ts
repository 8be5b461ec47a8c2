import type { Lifecycle } from './server-context.ts'

export interface RunningLifecycle extends Lifecycle {
  start(): Promise<void>
  drain(): Promise<void>
  stop(): Promise<void>
}

/** Hooks of the features. A drain or stop hook that fails does not keep the others from running. */
export function createLifecycle(onFailure: (phase: 'drain' | 'stop', error: unknown) => void): RunningLifecycle {
  const hooks = { start: [] as Hook[], drain: [] as Hook[], stop: [] as Hook[] }
  const attempt = async (phase: 'drain' | 'stop', hook: Hook): Promise<void> => {
    try {
      await hook()
    } catch (error) {
      onFailure(phase, error)
    }
  }
  return {
    onStart: hook => void hooks.start.push(hook),
    onDrain: hook => void hooks.drain.push(hook),
    onStop: hook => void hooks.stop.unshift(hook),
    async start() {
      for (const hook of hooks.start) await hook()
    },
    async drain() {
      await Promise.all(hooks.drain.map(hook => attempt('drain', hook)))
    },
    async stop() {
      for (const hook of hooks.stop) await attempt('stop', hook)
    },
  }
}

type Hook = () => Promise<void>
