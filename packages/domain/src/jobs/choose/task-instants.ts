import type { BlackoutWindow } from '../../profiles/profile-document.ts'
import { blackoutSpans } from '../../profiles/blackout-instants.ts'
import { nextRun } from '../../schedule/runs/next-run.ts'
import { runNamed } from '../../schedule/runs/job-runs.ts'
import { plannedStart } from '../../schedule/window/planned-start.ts'
import { type RunWindow, runWindow } from '../../schedule/window/run-window.ts'
import { MINUTE_MS } from '../../zones/civil-date.ts'
import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import type { JobDefinition } from '../definition/job-definition.ts'

/** The instants that a task travels with, Unix ms. `notBefore` ≤ `startBefore` ≤ `finishBefore`. */
export interface TaskInstants {
  readonly notBeforeMs: number
  readonly startBeforeMs: number
  readonly finishBeforeMs: number
}

/** What agents accept at all: a task that must have begun later than so long from now, or that takes longer, is refused. */
export interface WorkCaps {
  readonly startWithinMs: number
  readonly finishAfterStartMs: number
}

export interface AssetMoment {
  /** Public ids: the spread follows from them. */
  readonly runId: string
  readonly assetId: string
  readonly zone: string
  readonly blackouts: readonly BlackoutWindow[]
}

/** Hosts that are off then are not waited for; what a slow line needs until it has heard of the task is. */
export const withoutCatchUpMs = 60 * MINUTE_MS

/**
 * When one asset does its task of the run of this name (null: on demand, at `nowMs`): the window in its zone, without its blackouts, its
 * start spread over the minutes that the job asks for. Null: it can begin at no moment any more, or its zone has no such run.
 */
export function taskInstants(
  definition: Pick<JobDefinition, 'schedule' | 'window' | 'options'>,
  nominal: string | null,
  asset: AssetMoment,
  caps: WorkCaps,
  nowMs: number,
  rules: ZoneRules = platformZones,
): TaskInstants | null {
  const window = windowOfAsset(definition, nominal, asset.zone, nowMs, rules)
  if (window === null) return null
  const { options } = definition
  const latestMs = nowMs + caps.startWithinMs
  const endMs = Math.min(window.startBeforeMs ?? latestMs, latestMs)
  const bounded = {
    ...window,
    startBeforeMs: options.catchUp ? endMs : Math.min(endMs, lastChance(window, definition)),
  }
  const blackouts = blackoutSpans(asset.blackouts, asset.zone, Math.min(window.notBeforeMs, nowMs), endMs, rules)
  const wantedMs = options.earlyDownloadMinutes === 0 ? options.downloadSpreadMinutes * MINUTE_MS : 0
  const spread = { runId: asset.runId, assetId: asset.assetId, wantedMs }
  const notBeforeMs = plannedStart(bounded, blackouts, spread, nowMs)
  if (notBeforeMs === null) return null
  const startBeforeMs = Math.max(bounded.startBeforeMs, notBeforeMs)
  const finishBeforeMs = Math.min(
    Math.max(window.finishBeforeMs ?? Number.POSITIVE_INFINITY, startBeforeMs),
    startBeforeMs + caps.finishAfterStartMs,
  )
  return { notBeforeMs, startBeforeMs, finishBeforeMs }
}

/** Without catching up there is an hour from the start, and the spread. */
const lastChance = (window: RunWindow, { options }: Pick<JobDefinition, 'options'>): number =>
  window.notBeforeMs + options.downloadSpreadMinutes * MINUTE_MS + withoutCatchUpMs

function windowOfAsset(
  { schedule, window }: Pick<JobDefinition, 'schedule' | 'window'>,
  nominal: string | null,
  zone: string,
  nowMs: number,
  rules: ZoneRules,
): RunWindow | null {
  if (nominal === null || schedule === null || schedule.type === 'onDemand') return runWindow(nowMs, window)
  const run = runNamed(schedule, nominal, zone, rules)
  if (run === null) return null
  // Without a window a run is open until the next one begins: earlier ones are not made up.
  const laterMs = window === null ? (nextRun(schedule, zone, run.atMs, rules)?.atMs ?? null) : null
  return runWindow(run.atMs, window, laterMs)
}
