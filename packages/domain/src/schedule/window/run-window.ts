import type { Span } from '../../profiles/blackout-instants.ts'
import { MINUTE_MS } from '../../zones/civil-date.ts'
import type { PatchWindow } from '../schedule.ts'

/** The instants that a task travels with. Null: no bound of the window's. */
export interface RunWindow {
  readonly notBeforeMs: number
  /** A task that has not begun by then is timed out. */
  readonly startBeforeMs: number | null
  /** Nothing further begins at or after it. */
  readonly finishBeforeMs: number | null
}

/**
 * The window of a run that begins at `atMs`, in time that passes: an hour of window is an hour on the day of a clock change,
 * too. `notAfterMs`: the bound of a run without a window, such as the next run of the job.
 */
export function runWindow(atMs: number, window: PatchWindow | null, notAfterMs: number | null = null): RunWindow {
  if (window === null) return { notBeforeMs: atMs, startBeforeMs: notAfterMs, finishBeforeMs: null }
  const endMs = atMs + window.minutes * MINUTE_MS
  const startBeforeMs = notAfterMs === null ? endMs : Math.min(endMs, notAfterMs)
  return { notBeforeMs: atMs, startBeforeMs, finishBeforeMs: window.appliesTo === 'finish' ? endMs : null }
}

/**
 * When a task may begin: the window without the blackouts, which always win. Spans as `blackoutSpans` gives them, in order
 * and apart, as far as the window reaches; a window without an end goes on to Infinity.
 */
export function openSpans(window: RunWindow, blackouts: readonly Span[]): Span[] {
  const endMs = window.startBeforeMs ?? Number.POSITIVE_INFINITY
  const open: Span[] = []
  let fromMs = window.notBeforeMs
  for (const blackout of blackouts) {
    if (blackout.to <= fromMs) continue
    if (blackout.from >= endMs) break
    if (blackout.from > fromMs) open.push({ from: fromMs, to: blackout.from })
    fromMs = blackout.to
  }
  if (fromMs < endMs) open.push({ from: fromMs, to: endMs })
  return open
}

/** The first moment at or after `nowMs` at which the task may begin; null: there is none any more. */
export function earliestStart(window: RunWindow, blackouts: readonly Span[], nowMs: number): number | null {
  const span = openSpans(window, blackouts).find(one => one.to > nowMs)
  return span === undefined ? null : Math.max(span.from, nowMs)
}
