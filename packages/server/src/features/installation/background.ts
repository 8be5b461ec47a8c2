import type { Clock } from '@patchyard/domain'

export interface Chore {
  readonly name: string
  readonly everyMs: number
  run(): Promise<void>
}

/**
 * Small regular work inside the server process. A chore never overlaps itself; a failure is logged and the next turn
 * comes as usual. `stop` waits for what is under way.
 */
export function startChores(ports: {
  clock: Clock
  chores: readonly Chore[]
  onFailure: (chore: string, error: unknown) => void
}): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const loops = ports.chores.map(async chore => {
    while (!stopping.signal.aborted) {
      try {
        await chore.run()
      } catch (error) {
        ports.onFailure(chore.name, error)
      }
      await ports.clock.sleep(chore.everyMs, stopping.signal).catch(() => undefined)
    }
  })
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}
