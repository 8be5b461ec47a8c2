import type { Standing } from '@patchyard/protocol'

/** What the line is for next. */
export type Duty =
  | { readonly kind: 'checkin' | 'hello' | 'rekey' | 'report' | 'events' | 'document' }
  | { readonly kind: 'wait'; readonly ms: number }

/** Dates are of the monotonic clock, in milliseconds. */
export interface DutyFacts {
  readonly nowMs: number
  /** Of the last signed answer. */
  readonly standing: Standing
  /** Nothing leaves before this: backoff, Retry-After. */
  readonly quietUntilMs: number
  readonly checkInAtMs: number
  /** A newer root was hinted at: ask from then on. Null: none. */
  readonly helloAtMs: number | null
  readonly rekeying: boolean
  /** Null: nothing waits. */
  readonly reportAtMs: number | null
  readonly eventsAtMs: number | null
  readonly documentAtMs: number | null
}

/** Agent-protocol §5: rejected and revoked agents ask once a day. */
export const EXPELLED_INTERVAL_MS = 86_400_000

/**
 * One linked request at a time, so one thing at a time. A check-in that is due goes first: it may stop a task. Reports go before events,
 * so that the scan which proves a task's end is there when the end is told; a report that cannot be sent has a date of its own and
 * does not hold events back.
 */
export function nextDuty(facts: DutyFacts): Duty {
  const { nowMs } = facts
  if (nowMs < facts.quietUntilMs) return { kind: 'wait', ms: facts.quietUntilMs - nowMs }
  const speaks = facts.standing === 'active' || facts.standing === 'probation'
  const isDue = (at: number | null) => at !== null && at <= nowMs
  if (isDue(facts.helloAtMs)) return { kind: 'hello' }
  if (facts.rekeying && speaks) return { kind: 'rekey' }
  if (isDue(facts.checkInAtMs)) return { kind: 'checkin' }
  if (speaks) {
    if (isDue(facts.documentAtMs)) return { kind: 'document' }
    if (isDue(facts.reportAtMs)) return { kind: 'report' }
    if (isDue(facts.eventsAtMs)) return { kind: 'events' }
  }
  const dates = speaks ? [facts.reportAtMs, facts.eventsAtMs, facts.documentAtMs] : []
  const next = Math.min(...[facts.checkInAtMs, facts.helloAtMs, ...dates].filter(at => at !== null))
  return { kind: 'wait', ms: Math.max(0, next - nowMs) }
}
