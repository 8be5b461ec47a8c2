import type { Clock } from '@patchyard/domain'

/** Time that moves only when told to. Wall clock and monotonic clock can be shifted against each other. */
export interface VirtualClock extends Clock {
  /** Moves time to each date in turn and lets everything that waits for it run, until `ms` have passed. */
  advance(ms: number): Promise<void>
  /** Lets everything run that needs no time. */
  settle(): Promise<void>
  /** Somebody sets the wall clock. */
  shiftWall(ms: number): void
  /** Dates that are waited for. */
  readonly waiting: number
}

interface Timer {
  readonly atMs: number
  readonly order: number
  readonly callback: () => void
}

export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = 0
  let wallShiftMs = startMs
  let order = 0
  const timers = new Set<Timer>()

  const after = (ms: number, callback: () => void) => {
    const timer = { atMs: nowMs + Math.max(0, ms), order: order++, callback }
    timers.add(timer)
    return () => void timers.delete(timer)
  }
  const next = (untilMs: number): Timer | undefined =>
    [...timers].filter(one => one.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0]

  return {
    nowMs: () => wallShiftMs + nowMs,
    monotonicMs: () => nowMs,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason)
          return
        }
        const onAbort = () => {
          cancel()
          reject(signal?.reason)
        }
        const cancel = after(ms, () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        })
        signal?.addEventListener('abort', onAbort, { once: true })
      }),
    advance: async ms => {
      const untilMs = nowMs + ms
      await settle()
      for (let timer = next(untilMs); timer !== undefined; timer = next(untilMs)) {
        nowMs = timer.atMs
        timers.delete(timer)
        timer.callback()
        await settle()
      }
      nowMs = untilMs
    },
    settle,
    shiftWall: ms => {
      wallShiftMs += ms
    },
    get waiting() {
      return timers.size
    },
  }
}

/** Promises in a chain of any length run before the next macrotask; the second turn is for what those start. */
async function settle(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise(resolve => setImmediate(resolve))
}
