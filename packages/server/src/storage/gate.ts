import type { Clock } from '@patchyard/domain'
import { Problem } from '../errors/problem.ts'

/**
 * At most `running` pieces of work at once; the others wait in the order they came. When a whole site starts at once its
 * agents queue here, and neither the pool's connections nor the people who use them are lost to the rush.
 */
export interface Gate {
  /** `weight`: bytes held while waiting. Throws Problem `busy` when too much waits already, or for too long. */
  pass<T>(work: () => Promise<T>, weight?: number): Promise<T>
}

export interface GateLimits {
  readonly running: number
  readonly waiting: number
  readonly waitingWeight: number
  readonly waitMs: number
}

interface Waiting {
  readonly weight: number
  readonly start: () => void
}

export function createGate(clock: Clock, limits: GateLimits): Gate {
  const queue = new Set<Waiting>()
  let running = 0
  let weightWaiting = 0

  const busy = (): Problem => new Problem('busy', { detail: 'too many wait already', retryAfterS: 30 })

  function leave(one: Waiting): void {
    if (queue.delete(one)) weightWaiting -= one.weight
  }

  async function admitted(weight: number): Promise<void> {
    if (running < limits.running) {
      running += 1
      return
    }
    if (queue.size >= limits.waiting || weightWaiting + weight > limits.waitingWeight) throw busy()
    await new Promise<void>((resolve, reject) => {
      const cancel = clock.after(limits.waitMs, () => {
        leave(one)
        reject(busy())
      })
      const one: Waiting = {
        weight,
        start() {
          cancel()
          leave(one)
          resolve()
        },
      }
      queue.add(one)
      weightWaiting += weight
    })
  }

  return {
    async pass(work, weight = 0) {
      await admitted(weight)
      try {
        return await work()
      } finally {
        // Whoever waits longest takes this place over, so nobody who comes now can slip in between.
        const next = queue.values().next()
        if (next.done === true) running -= 1
        else next.value.start()
      }
    },
  }
}
