import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import { formatWall } from '../../zones/civil-date.ts'
import type { Schedule } from '../schedule.ts'
import { runNamed } from './job-runs.ts'

// Governments change clocks, tzdata follows, and runs that are planned already stand an hour off. What has not begun is
// computed anew from its nominal time; what has begun stays as it is.

/** A run as it was stored when it was planned. */
export interface PlannedRun {
  readonly nominal: string
  readonly atMs: number
  readonly begun: boolean
}

export interface MovedRun {
  readonly nominal: string
  readonly fromMs: number
  readonly toMs: number
  readonly reason: 'zone_rules_changed'
  /** For the account of the run and its notice. */
  readonly message: string
}

/** Planned runs that stand elsewhere by the present rules of the zone. Names that the schedule does not have are left alone. */
export function movedRuns(
  planned: readonly PlannedRun[],
  schedule: Schedule,
  agentZone: string,
  rules: ZoneRules = platformZones,
): MovedRun[] {
  return planned.flatMap(({ nominal, atMs, begun }): MovedRun[] => {
    const run = begun ? null : runNamed(schedule, nominal, agentZone, rules)
    if (run === null || run.atMs === atMs) return []
    const zone = schedule.type === 'onDemand' ? agentZone : (schedule.zone ?? agentZone)
    const message =
      `The rules of the time zone ${zone} have changed: the run of ${nominal.replace('T', ' ')} begins at ` +
      `${utc(run.atMs)}, not at ${utc(atMs)}.`
    return [{ nominal, fromMs: atMs, toMs: run.atMs, reason: 'zone_rules_changed', message }]
  })
}

const utc = (ms: number): string => `${formatWall(ms).replace('T', ' ')} UTC`
