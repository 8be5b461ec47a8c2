/** Agent-protocol §6.6: deaf for 60 s after 30 rings in a minute. A bell may only cost time, and not much of it. */
const RINGS = 30
const WINDOW_MS = 60_000
const DEAF_MS = 60_000

export interface BellGate {
  /** Dates of rings that counted, newest last. */
  readonly ringsMs: readonly number[]
  readonly deafUntilMs: number
}

export const OPEN_GATE: BellGate = { ringsMs: [], deafUntilMs: Number.NEGATIVE_INFINITY }

/** Whether a ring at `nowMs` (monotonic) counts, and the gate after it. */
export function ring(gate: BellGate, nowMs: number): { counts: boolean; gate: BellGate } {
  if (nowMs < gate.deafUntilMs) return { counts: false, gate }
  const recent = gate.ringsMs.filter(at => nowMs - at < WINDOW_MS)
  if (recent.length >= RINGS) return { counts: false, gate: { ringsMs: [], deafUntilMs: nowMs + DEAF_MS } }
  return { counts: true, gate: { ringsMs: [...recent, nowMs], deafUntilMs: gate.deafUntilMs } }
}
