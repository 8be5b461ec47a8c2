import { type BlackoutWindow } from '../../profiles/profile-document.ts'
import { blackoutSpans } from '../../profiles/blackout-instants.ts'
import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import { nextRuns } from '../runs/next-run.ts'
import type { ScheduledRun } from '../runs/scheduled-run.ts'
import type { PatchWindow, Schedule } from '../schedule.ts'
import { openSpans, runWindow } from './run-window.ts'

export interface WindowReach {
  /** Runs looked at; fewer than asked for where the schedule ends. */
  readonly looked: number
  /** No moment of the window is outside of the blackouts: these runs can never begin. */
  readonly unreachable: readonly ScheduledRun[]
  /** Blackouts cover a part of the window. */
  readonly shortened: readonly { readonly run: ScheduledRun; readonly openMs: number }[]
}

/** What the blackouts of an asset leave of the windows of the next `count` runs. A run without a window lasts a week here. */
export function windowReach(
  schedule: Schedule,
  window: PatchWindow | null,
  blackouts: readonly BlackoutWindow[],
  agentZone: string,
  afterMs: number,
  count: number,
  rules: ZoneRules = platformZones,
): WindowReach {
  const runs = nextRuns(schedule, agentZone, afterMs, count, rules)
  const unreachable: ScheduledRun[] = []
  const shortened: { run: ScheduledRun; openMs: number }[] = []
  for (const run of runs) {
    // Blackouts repeat every week: what is not open within one never opens.
    const bounds = runWindow(run.atMs, window, run.atMs + WEEK_MS)
    const endMs = bounds.startBeforeMs ?? run.atMs + WEEK_MS
    const open = openSpans(bounds, blackoutSpans(blackouts, agentZone, run.atMs, endMs, rules))
    const openMs = open.reduce((sum, { from, to }) => sum + to - from, 0)
    if (openMs === 0) unreachable.push(run)
    else if (openMs < endMs - run.atMs) shortened.push({ run, openMs })
  }
  return { looked: runs.length, unreachable, shortened }
}

const WEEK_MS = 7 * 86_400_000
