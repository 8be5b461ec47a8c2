import { times } from './limits.ts'
import type { Standing } from './standing.ts'

// PYP/1 §7.3 "Begin a task", "Settling", "Begin each item". Pure: the caller brings its journal's facts and commits intent first.

/** Why nothing begins now. The words go into `why` texts and logs. */
export type Blocked =
  | 'standing'
  | 'unlisted'
  | 'clockUnknown'
  | 'clockOff'
  | 'expires'
  | 'notBefore'
  | 'startBefore'
  | 'finishBefore'
  | 'machine'
  | 'director'
  | 'require'
  | 'settling'
  | 'patching'
  | 'blackout'

export interface BeginFacts {
  /** Standing of the last accepted answer. */
  readonly standing: Standing
  /** The task stands in the current manifest. */
  readonly listed: boolean
  /** Trusted time, null while unknown. */
  readonly nowMs: number | null
  readonly wallMs: number
  /** `machine` now equals the one at the last accepted answer. */
  readonly sameMachine: boolean
  /** What `settings.profile` says against it: patching is off, or a blackout lasts. Without a profile: nothing. */
  readonly profile?: 'patching' | 'blackout' | null
}

export interface BeginTaskFacts extends BeginFacts {
  /** `work.expires` of the last accepted answer that moved it. */
  readonly expiresMs: number
  readonly notBefore: number
  readonly startBefore: number
  /** The director key that signed the task's answer is in the newest root. */
  readonly directorCurrent: boolean
  /** The newest root requires nothing that this agent does not enforce. */
  readonly requireUnderstood: boolean
  readonly settled: boolean
}

/** Null when the task may begin; else the first reason against it. `probation` is not `active`. */
export function taskBlocked(facts: BeginTaskFacts): Blocked | null {
  const common = commonlyBlocked(facts, facts.standing === 'active')
  if (common !== null) return common
  const nowMs = facts.nowMs as number
  if (nowMs >= facts.expiresMs) return 'expires'
  if (nowMs < facts.notBefore) return 'notBefore'
  if (nowMs > facts.startBefore) return 'startBefore'
  if (!facts.directorCurrent) return 'director'
  if (!facts.requireUnderstood) return 'require'
  return facts.profile ?? (facts.settled ? null : 'settling')
}

/**
 * For each item, also after a crash or reboot. Settling and `notBefore` delay new tasks only. The machine is asked for each
 * item too, which §7.3 has for tasks alone: a copy made in the middle of a task would go on with it on the second host
 * before the server hears of it.
 */
export function itemBlocked(facts: BeginFacts & { readonly finishBefore: number }): Blocked | null {
  const common = commonlyBlocked(facts, facts.standing === 'active')
  if (common !== null) return common
  if ((facts.nowMs as number) > facts.finishBefore) return 'finishBefore'
  return facts.profile ?? null
}

function commonlyBlocked(facts: BeginFacts, active: boolean): Blocked | null {
  if (!active) return 'standing'
  if (!facts.listed) return 'unlisted'
  if (facts.nowMs === null) return 'clockUnknown'
  if (Math.abs(facts.wallMs - facts.nowMs) > times.clockSkewMs) return 'clockOff'
  return facts.sameMachine ? null : 'machine'
}

/** What the first process of a boot has heard so far; times from a monotonic clock that counts since its start. */
export interface Settling {
  /** False for a later process of the same boot: nothing to settle. */
  readonly firstOfBoot: boolean
  readonly sinceStartMs: number
  /** When its first and latest signed answers came, null = none yet. */
  readonly firstAnswerMs: number | null
  readonly latestAnswerMs: number | null
  readonly checkInS: number
}

/**
 * Time enough for the original to expose a copy: two signed answers at least checkInS apart, or 3 × checkInS without
 * reaching the server.
 */
export function isSettled(settling: Settling): boolean {
  if (!settling.firstOfBoot) return true
  const checkInMs = settling.checkInS * 1000
  if (settling.firstAnswerMs === null) return settling.sinceStartMs >= 3 * checkInMs
  return settling.latestAnswerMs !== null && settling.latestAnswerMs - settling.firstAnswerMs >= checkInMs
}
