import type { Clock } from '@patchyard/domain'

/** Lets one loop sleep until its next date and others wake it earlier. A wake while nobody sleeps is kept for the next sleep. */
export interface Wake {
  wake(): void
  /** Returns after `ms`, at a wake, or when the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Longest timer that Node takes, about 24 days. */
const LONGEST_MS = 2 ** 31 - 1

export function createWake(clock: Clock): Wake {
  let pending = false
  let release: (() => void) | null = null
  return {
    wake: () => {
      if (release === null) pending = true
      else release()
    },
    sleep: (ms, signal) => {
      if (pending || ms <= 0 || signal.aborted) {
        pending = false
        return Promise.resolve()
      }
      return new Promise(resolve => {
        const done = () => {
          release = null
          cancel()
          signal.removeEventListener('abort', done)
          resolve()
        }
        // Whole milliseconds: a fraction that a clock cannot hold would come back before its date.
        const cancel = clock.after(Math.min(Math.ceil(ms), LONGEST_MS), done)
        release = done
        signal.addEventListener('abort', done, { once: true })
      })
    },
  }
}
