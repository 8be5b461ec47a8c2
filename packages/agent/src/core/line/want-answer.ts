import type { AnswerState, WorkState } from '../journal/schema.ts'

/** A wall clock that moved by more than this against the uptime: somebody set it, or the machine was resumed elsewhere. */
const JUMP_MS = 60_000
const EVERY_MS = 6 * 3_600_000

export interface WantFacts {
  readonly answer: AnswerState | null
  readonly work: WorkState | null
  readonly machine: string
  readonly boot: string
  readonly uptimeS: number
  readonly wallMs: number
  /** Trusted time. */
  readonly nowMs: number | null
  readonly settled: boolean
}

/**
 * Reasons for a signed answer beside those of the link itself (agent-protocol §6.3, `want`). A signature costs the server a quarter of
 * a check-in, so without a reason none is asked for.
 */
export function wantsAnswer(facts: WantFacts): boolean {
  const { answer, work } = facts
  if (answer === null || answer.boot !== facts.boot || answer.machine !== facts.machine) return true
  if (answer.standing !== 'active' || facts.nowMs === null || !facts.settled) return true
  const sinceMs = (facts.uptimeS - answer.uptimeS) * 1000
  if (sinceMs >= EVERY_MS) return true
  if (Math.abs(facts.wallMs - answer.wallMs - sinceMs) > JUMP_MS) return true
  return work !== null && facts.nowMs - work.heardAt > (work.expires - work.heardAt) / 2
}
