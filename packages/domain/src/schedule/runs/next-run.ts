import { DAY_MS } from '../../zones/civil-date.ts'
import { wallMs } from '../../zones/wall-time.ts'
import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import type { Schedule } from '../schedule.ts'
import { scheduledDayBefore, startOf } from '../scheduled-days.ts'
import { runOn, runsFrom, type ScheduledRun, zoneOf } from './scheduled-run.ts'

// `agentZone` is the zone of the asset, asked where the schedule names none. On demand there are no runs to compute.

/** The first run after the instant; null after the last one. */
export function nextRun(
  schedule: Schedule,
  agentZone: string,
  afterMs: number,
  rules: ZoneRules = platformZones,
): ScheduledRun | null {
  if (schedule.type === 'onDemand') return null
  for (const run of runsFrom(schedule, zoneOf(schedule, agentZone, rules), afterMs, rules)) {
    if (run.atMs > afterMs) return run
  }
  return null
}

/** The first `count` runs after the instant; fewer where the schedule ends. */
export function nextRuns(
  schedule: Schedule,
  agentZone: string,
  afterMs: number,
  count: number,
  rules: ZoneRules = platformZones,
): ScheduledRun[] {
  const runs: ScheduledRun[] = []
  if (schedule.type === 'onDemand' || count <= 0) return runs
  for (const run of runsFrom(schedule, zoneOf(schedule, agentZone, rules), afterMs, rules)) {
    if (run.atMs <= afterMs) continue
    runs.push(run)
    if (runs.length >= count) break
  }
  return runs
}

/** Every run in [fromMs, toMs), in order. */
export function runsBetween(
  schedule: Schedule,
  agentZone: string,
  fromMs: number,
  toMs: number,
  rules: ZoneRules = platformZones,
): ScheduledRun[] {
  const runs: ScheduledRun[] = []
  if (schedule.type === 'onDemand') return runs
  for (const run of runsFrom(schedule, zoneOf(schedule, agentZone, rules), fromMs, rules)) {
    if (run.atMs >= toMs) break
    runs.push(run)
  }
  return runs
}

/** The last run before the instant; null before the first one. */
export function previousRun(
  schedule: Schedule,
  agentZone: string,
  beforeMs: number,
  rules: ZoneRules = platformZones,
): ScheduledRun | null {
  if (schedule.type === 'onDemand') return null
  const zone = zoneOf(schedule, agentZone, rules)
  const { minute } = startOf(schedule)
  // Two days later than the clock says: nothing that was moved by a clock change is left out.
  let day = scheduledDayBefore(schedule, Math.floor(wallMs(beforeMs, zone, rules) / DAY_MS) + 2)
  while (day !== null) {
    const run = runOn(day, minute, zone, rules)
    // Going backwards, the later of two runs at one instant comes first: it is the one that counts.
    if (run.atMs < beforeMs) return run
    day = scheduledDayBefore(schedule, day)
  }
  return null
}
