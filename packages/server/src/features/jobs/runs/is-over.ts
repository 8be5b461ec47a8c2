import { type JobDefinition, runWindow, withoutCatchUpMs } from '@patchyard/domain'
import type { PlannedRun } from './run-store.ts'

const MINUTE_MS = 60_000

/** Whether a run of the clock can begin nowhere any more: the window of its last zone has closed. */
export function isOver(run: Pick<PlannedRun, 'lastMs'>, definition: JobDefinition, nowMs: number): boolean {
  const { window, options } = definition
  const closes = runWindow(run.lastMs, window).startBeforeMs ?? Number.POSITIVE_INFINITY
  const lastChance = options.catchUp
    ? Number.POSITIVE_INFINITY
    : run.lastMs + options.downloadSpreadMinutes * MINUTE_MS + withoutCatchUpMs
  return nowMs >= Math.min(closes, lastChance)
}
