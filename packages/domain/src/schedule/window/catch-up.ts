import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import { nextRun, previousRun } from '../runs/next-run.ts'
import type { ScheduledRun } from '../runs/scheduled-run.ts'
import type { PatchWindow, Schedule } from '../schedule.ts'
import { type RunWindow, runWindow } from './run-window.ts'

/** Why a run that a machine was off for is not made up. */
export type MissedReason = 'window_closed' | 'later_run'

export interface MissedRun {
  readonly run: ScheduledRun
  readonly reason: MissedReason
}

export interface CatchUp {
  /** The one run to begin now; null: none. */
  readonly due: { readonly run: ScheduledRun; readonly window: RunWindow } | null
  /** Latest first, at most `longestAccount`. */
  readonly missed: readonly MissedRun[]
  /** More were missed than are listed. */
  readonly more: boolean
}

/** A machine that was off for years needs no longer account. */
export const longestAccount = 50

/**
 * What a machine does about runs between `settledMs` (the last one that it began or was timed out of; when it joined) and
 * now. Only the latest is ever made up, and only while its window is open: patches of an earlier one are in it, too. A run
 * without a window stays open until the next run begins, which for a schedule of one run is for ever.
 */
export function catchUp(
  schedule: Schedule,
  window: PatchWindow | null,
  agentZone: string,
  settledMs: number,
  nowMs: number,
  rules: ZoneRules = platformZones,
): CatchUp {
  const missed: MissedRun[] = []
  let due: CatchUp['due'] = null
  let laterMs: number | null = nextRun(schedule, agentZone, nowMs, rules)?.atMs ?? null
  let run = previousRun(schedule, agentZone, nowMs + 1, rules)
  for (; run !== null && run.atMs > settledMs; run = previousRun(schedule, agentZone, run.atMs, rules)) {
    const bounds = runWindow(run.atMs, window, window === null ? laterMs : null)
    const open = bounds.startBeforeMs === null || nowMs < bounds.startBeforeMs
    // All windows of a job are equally long: where the latest is closed, so is every earlier one.
    if (due === null && open) due = { run, window: bounds }
    else if (missed.length === longestAccount) return { due, missed, more: true }
    else missed.push({ run, reason: open || window === null ? 'later_run' : 'window_closed' })
    laterMs = run.atMs
  }
  return { due, missed, more: false }
}
