import { DAY_MS, formatWall, MINUTE_MS } from '../../zones/civil-date.ts'
import { readWall, wallMs, type WallReading } from '../../zones/wall-time.ts'
import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import type { TimedSchedule } from '../schedule.ts'
import { scheduledDays, startOf } from '../scheduled-days.ts'

/** One occurrence of a schedule in one zone. */
export interface ScheduledRun {
  /** `YYYY-MM-DDTHH:MM` as the schedule says it: the run's name, the same in every zone and under every edition of tzdata. */
  readonly nominal: string
  /** Unix milliseconds. */
  readonly atMs: number
  /** Anything but `exact`: the clock changes over this time of day. */
  readonly reading: WallReading
}

/** The zone whose clock counts. One that this machine does not know is UTC: late rather than never. */
export function zoneOf(schedule: TimedSchedule, agentZone: string, rules: ZoneRules = platformZones): string {
  const zone = schedule.zone ?? agentZone
  return zone !== '' && rules.knows(zone) ? zone : 'UTC'
}

/** The run on a day of a schedule whose time of day is `minute`. `zone` as `zoneOf` gives it. */
export function runOn(day: number, minute: number, zone: string, rules: ZoneRules): ScheduledRun {
  const wall = day * DAY_MS + minute * MINUTE_MS
  const { atMs, reading } = readWall(wall, zone, rules)
  return { nominal: formatWall(wall), atMs, reading }
}

/** Runs at or after `fromMs`, in order, each instant once. */
export function* runsFrom(
  schedule: TimedSchedule,
  zone: string,
  fromMs: number,
  rules: ZoneRules,
): Generator<ScheduledRun, void, undefined> {
  // A clock that is set forward over a run moves it later by at most a day, the width of the widest gap there ever was.
  const firstDay = Math.floor(wallMs(fromMs, zone, rules) / DAY_MS) - 2
  const { minute } = startOf(schedule)
  for (const day of scheduledDays(schedule, firstDay)) {
    const run = runOn(day, minute, zone, rules)
    if (run.atMs >= fromMs && !(run.reading === 'skipped' && swallowed(schedule, day, run, zone, rules))) yield run
  }
}

/**
 * Whether the next day's run stands at the same instant. It happens where a place changed sides of the date line and left
 * out a whole date (Apia had no 30 December 2011): the run of a date that never was is that of the next one.
 */
function swallowed(schedule: TimedSchedule, day: number, run: ScheduledRun, zone: string, rules: ZoneRules): boolean {
  const next = scheduledDays(schedule, day + 1).next()
  return next.done !== true && runOn(next.value, startOf(schedule).minute, zone, rules).atMs <= run.atMs
}
