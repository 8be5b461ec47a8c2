import type { Clock } from '@patchyard/domain'

/**
 * Virtual time for a whole world in one thread: the next event is the earliest timer, and between two events everything
 * runs that needs no time. Nothing in it depends on how fast the machine is, so one seed is one history.
 */
export interface EventLoop extends Clock {
  /** Runs events until `done()` or until `ms` of virtual time have passed. True when done. */
  run(ms: number, done?: () => boolean): Promise<boolean>
  /** Events so far. */
  readonly steps: number
}

interface Timer {
  readonly atMs: number
  readonly order: number
  callback: (() => void) | null
}

export function createEventLoop(startMs: number): EventLoop {
  const heap: Timer[] = []
  let nowMs = 0
  let order = 0
  let steps = 0

  function after(ms: number, callback: () => void): () => void {
    // As Node's timers: whole milliseconds, at least one. A date that rounding puts a hair away must not stop time.
    const timer: Timer = { atMs: nowMs + Math.max(1, Math.ceil(ms)), order: order++, callback }
    push(heap, timer)
    return () => {
      timer.callback = null
    }
  }

  return {
    nowMs: () => Math.floor(startMs + nowMs),
    monotonicMs: () => nowMs,
    after,
    sleep: (ms, signal) => sleepOn(after, ms, signal),
    async run(ms, done = () => false) {
      const untilMs = nowMs + ms
      await settle()
      for (;;) {
        if (done()) return true
        const timer = heap[0]
        if (timer === undefined || timer.atMs > untilMs) {
          nowMs = untilMs
          return done()
        }
        pop(heap)
        if (timer.callback === null) continue
        nowMs = timer.atMs
        steps++
        timer.callback()
        await settle()
      }
    },
    get steps() {
      return steps
    },
  }
}

/** {@link Clock.sleep} for any timer. */
export function sleepOn(after: Clock['after'], ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason)
      return
    }
    const onAbort = (): void => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = after(ms, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** A chain of promises of any length runs before the next macrotask. */
function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

const before = (a: Timer, b: Timer): boolean => (a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs)

function push(heap: Timer[], timer: Timer): void {
  let at = heap.length
  heap.push(timer)
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent] as Timer
    if (!before(timer, above)) break
    heap[at] = above
    at = parent
  }
  heap[at] = timer
}

function pop(heap: Timer[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1] as Timer, heap[child] as Timer)) child++
    if (!before(heap[child] as Timer, last)) break
    heap[at] = heap[child] as Timer
    at = child
  }
  heap[at] = last
}
