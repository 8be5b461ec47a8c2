const MINUTE_MS = 60_000
const FIRST_PAUSE_MS = 5 * MINUTE_MS
const LONGEST_PAUSE_MS = 24 * 60 * MINUTE_MS

/**
 * When a source is looked at again. `fraction` in [0, 1): intervals differ by up to a tenth either way, so that servers all over the
 * world do not ask at the same second; after `failures` in a row the pause is 5 minutes and doubles each time, up to a day.
 */
export function nextAttemptMs(at: {
  readonly nowMs: number
  readonly intervalS: number
  readonly failures: number
  readonly fraction: number
}): number {
  const { nowMs, intervalS, failures, fraction } = at
  const pauseMs =
    failures === 0 ? intervalS * 1000 : Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20), LONGEST_PAUSE_MS)
  return Math.round(nowMs + pauseMs * (0.9 + 0.2 * fraction))
}

/** Further away than any attempt is put: the clock was set back since. */
export const farthestAttemptMs = (nowMs: number, intervalS: number): number =>
  nowMs + Math.max(intervalS * 1000, LONGEST_PAUSE_MS) * 1.1

/** The first look after a start, or after a source was made: not all at once. */
export const firstAttemptMs = (nowMs: number, fraction: number): number =>
  Math.round(nowMs + MINUTE_MS * (0.5 + fraction))
