import type { Span } from '../../profiles/blackout-instants.ts'
import { jitterBound, jitterMs } from './jitter.ts'
import { openSpans, type RunWindow } from './run-window.ts'

/** Whose start is spread, and over how long at most. */
export interface Spread {
  /** Public ids. */
  readonly runId: string
  readonly assetId: string
  readonly wantedMs: number
}

/**
 * When an asset begins its task of a run, on time or later after it was off: at the first moment that is open, and spread
 * over at most half of what is open from there on. Null: nothing is open any more. Asked again before that moment with
 * another `nowMs` it can say another one: whoever tells agents keeps the first answer.
 */
export function plannedStart(
  window: RunWindow,
  blackouts: readonly Span[],
  spread: Spread,
  nowMs: number,
): number | null {
  const open = openSpans(window, blackouts).find(span => span.to > nowMs)
  if (open === undefined) return null
  const fromMs = Math.max(open.from, nowMs)
  const bound = jitterBound({ ...window, notBeforeMs: fromMs, startBeforeMs: open.to }, spread.wantedMs, fromMs)
  return fromMs + jitterMs(spread.runId, spread.assetId, bound)
}
