import type { SchedulePreview, SchedulePreviewRequest } from '@patchyard/api'
import {
  checkSchedule,
  checkWindow,
  type DefinitionProblem,
  isTimeZone,
  overlappingRuns,
  type PatchWindow,
  previewRuns,
  type Schedule,
  scheduleSummary,
} from '@patchyard/domain'
import { Problem } from '../../../errors/problem.ts'
import { invalid } from './take-definition.ts'

const DAY_MS = 86_400_000
/** Longest rhythm there is: twelve months, and one more run to meet. */
const LOOKED_AHEAD_MS = 800 * DAY_MS

/** The next runs of a schedule. Throws Problem `job_invalid` with all that is wrong, as saving it would, or `malformed` for a zone. */
export function previewOf(request: SchedulePreviewRequest, nowMs: number): SchedulePreview {
  const { schedule, problems } = checkSchedule(request.schedule)
  const wrong = [
    ...problems.map(one => placed('/schedule', one)),
    ...checkWindow(request.window ?? null).map(one => placed('/window', one)),
  ]
  if (schedule === null || wrong.length > 0) throw invalid(wrong)
  const window = request.window ?? null
  return {
    summary: scheduleSummary(schedule),
    zones: zonesOf(schedule, request.zones).map(zone => ({
      zone,
      runs: runsOf(schedule, window, zone, nowMs, request.count),
    })),
    warnings: warningsOf(schedule, window, nowMs),
  }
}

const placed = (
  part: string,
  { code, at, message }: { code: DefinitionProblem['code']; at: string; message: string },
): DefinitionProblem => ({ code, at: at === '' ? part : `${part}/${at}`, message })

function zonesOf(schedule: Schedule, asked: readonly string[] = ['UTC']): readonly string[] {
  if (schedule.type !== 'onDemand' && schedule.zone !== null) return [schedule.zone]
  const unknown = asked.findIndex(zone => !isTimeZone(zone))
  if (unknown >= 0) throw new Problem('malformed', { field: `/zones/${unknown}`, detail: 'there is no such time zone' })
  return [...new Set(asked)]
}

const iso = (ms: number): string => new Date(ms).toISOString()

const runsOf = (schedule: Schedule, window: PatchWindow | null, zone: string, nowMs: number, count = 10) =>
  previewRuns(schedule, window, zone, nowMs, count).map(run => ({
    nominal: run.nominal,
    at: iso(run.atMs),
    wall: run.wall,
    offsetMinutes: run.offsetMinutes,
    windowEndsAt: run.windowEnd === null ? null : iso(run.windowEnd.atMs),
    windowEndWall: run.windowEnd?.wall ?? null,
    notes: run.notes.map(({ code, message }) => ({ code, message })),
  }))

function warningsOf(schedule: Schedule, window: PatchWindow | null, nowMs: number): SchedulePreview['warnings'] {
  if (schedule.type === 'onDemand') return []
  // Whichever zone: the westernmost is the last to be over.
  const [next] = previewRuns(schedule, null, 'Etc/GMT+12', nowMs, 1)
  if (next === undefined) return [{ code: 'no_run', message: 'All runs of this schedule are over.' }]
  const job = { id: '', schedule, window }
  const [meets] = window === null ? [] : overlappingRuns([job], 'Etc/GMT+12', next.atMs, next.atMs + LOOKED_AHEAD_MS)
  if (meets === undefined) return []
  const message = `The window is longer than the time between two runs, for the first time on ${iso(meets.first.from).slice(0, 10)}: a run that is still under way then is over.`
  return [{ code: 'window_overlap', message }]
}
