import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '@patchyard/domain'

// Node turns longer timers into 1 ms ones.
const longestTimerMs = 2 ** 31 - 1

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    let left = ms
    while (left > longestTimerMs) {
      await delay(longestTimerMs, undefined, { signal })
      left -= longestTimerMs
    }
    await delay(left, undefined, { signal })
  },
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, longestTimerMs))
    return () => clearTimeout(timer)
  },
}
