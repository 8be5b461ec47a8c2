import { DAY_MS, parseWall } from '../../zones/civil-date.ts'
import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import type { Schedule } from '../schedule.ts'
import { scheduledDays, startOf } from '../scheduled-days.ts'
import { runOn, type ScheduledRun, zoneOf } from './scheduled-run.ts'

// In the zone of the agents one run of a job is many instants, up to 26 hours apart: Kiritimati begins, Baker Island ends.

/** One run of a job over all zones of its assets. */
export interface JobRun {
  readonly nominal: string
  /** The first zone gets there: now the patches are chosen, once for all zones. */
  readonly firstMs: number
  readonly lastMs: number
}

/** The first run that has begun in none of the zones at `afterMs`; null after the last. No zones count as UTC. */
export function nextJobRun(
  schedule: Schedule,
  agentZones: readonly string[],
  afterMs: number,
  rules: ZoneRules = platformZones,
): JobRun | null {
  return nextJobRuns(schedule, agentZones, afterMs, 1, rules)[0] ?? null
}

/** The first `count` of them, in the order of their names; fewer where the schedule ends. */
export function nextJobRuns(
  schedule: Schedule,
  agentZones: readonly string[],
  afterMs: number,
  count: number,
  rules: ZoneRules = platformZones,
): JobRun[] {
  const found: JobRun[] = []
  if (schedule.type === 'onDemand' || count <= 0) return found
  const asked = agentZones.length === 0 ? ['UTC'] : agentZones
  const zones = [...new Set(asked.map(zone => zoneOf(schedule, zone, rules)))]
  // The clock of the westernmost zone, and one day that a gap may have moved a run by.
  const firstDay = Math.floor(afterMs / DAY_MS) - 2
  const { minute } = startOf(schedule)
  for (const day of scheduledDays(schedule, firstDay)) {
    const runs = zones.map(zone => runOn(day, minute, zone, rules))
    const instants = runs.map(run => run.atMs)
    const firstMs = Math.min(...instants)
    if (firstMs <= afterMs) continue
    found.push({ nominal: runs[0]?.nominal ?? '', firstMs, lastMs: Math.max(...instants) })
    if (found.length >= count) break
  }
  return found
}

/** When the run of this name is in one zone; null: the schedule has no such run (any more). */
export function runNamed(
  schedule: Schedule,
  nominal: string,
  agentZone: string,
  rules: ZoneRules = platformZones,
): ScheduledRun | null {
  if (schedule.type === 'onDemand') return null
  const wall = parseWall(nominal)
  if (wall === null || wall.minute !== startOf(schedule).minute) return null
  const found = scheduledDays(schedule, wall.day).next()
  if (found.done === true || found.value !== wall.day) return null
  return runOn(wall.day, wall.minute, zoneOf(schedule, agentZone, rules), rules)
}
