import type { Clock } from '@patchyard/domain'
import type { Memory } from './ports/memory.ts'
import type { Wake } from './wake.ts'

/** After work its report is still on the way; and what follows within half a minute would fetch everything back. */
export const SETTLED_MS = 30_000

/** Sleeps between two things to do. When work was done and a long wait is ahead, memory is given back first, once. */
export interface Rest {
  /** Something was done on the host. */
  worked(): void
  /** As `Wake.sleep`; returns early also when it gave memory back, so that the caller looks again. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export function createRest(clock: Clock, wake: Wake, memory: Memory | undefined): Rest {
  // A process that has just started holds what only its start needed.
  let owes = memory !== undefined
  return {
    worked: () => {
      owes = memory !== undefined
    },
    sleep: async (ms, signal) => {
      if (memory === undefined || !owes || ms <= SETTLED_MS) return await wake.sleep(ms, signal)
      const sleptAt = clock.monotonicMs()
      await wake.sleep(SETTLED_MS, signal)
      if (signal.aborted || clock.monotonicMs() - sleptAt < SETTLED_MS) return
      owes = false
      await memory.giveBack()
    },
  }
}
