import type { Clock } from '@patchyard/domain'

/** Node fires timers above this at once (a 32-bit signed number of milliseconds, 24.8 days); tasks may lie 35 days ahead. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** `monotonicMs` is `performance.now`: it stands still while the machine sleeps. */
export function createSystemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
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
    after,
  }
}

function after(ms: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout
  const arm = (left: number) => {
    const step = Math.min(left, LONGEST_TIMER_MS)
    timer = setTimeout(() => (left > step ? arm(left - step) : callback()), step)
  }
  arm(Math.max(0, ms))
  return () => clearTimeout(timer)
}
