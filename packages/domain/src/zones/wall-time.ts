import { DAY_MS } from './civil-date.ts'
import { platformZones, type ZoneRules } from './zone-rules.ts'

// The one rule of clock changes, for schedules and blackout windows alike. A wall time that the clock skips counts as long
// after the change as it would have stood after it (02:30 becomes 03:30); one that comes twice counts the first time. It is
// what Temporal calls 'compatible', and RFC 5545 §3.3.5.

/** Exact: the clock shows it once. Skipped: never, the clock is set forward over it. Repeated: twice, the clock is set back. */
export type WallReading = 'exact' | 'skipped' | 'repeated'

export interface WallInstant {
  readonly atMs: number
  readonly reading: WallReading
}

export const isTimeZone = (zone: string): boolean => platformZones.knows(zone)

/** Unix milliseconds that the wall clock of the zone would show if it were UTC. Throws RangeError for an unknown zone. */
export const wallMs = (instantMs: number, zone: string, rules: ZoneRules = platformZones): number =>
  instantMs + rules.offsetMs(zone, instantMs)

/** The instant at which the zone's wall clock shows `wall` (as `wallMs` writes it). */
export const instantOfWall = (wall: number, zone: string, rules: ZoneRules = platformZones): number =>
  readWall(wall, zone, rules).atMs

/** The same with how it was read. */
export function readWall(wall: number, zone: string, rules: ZoneRules = platformZones): WallInstant {
  // Offsets reach from -12 to +14 hours, and changes are days apart: these two are the only offsets that can fit.
  const before = rules.offsetMs(zone, wall - DAY_MS)
  const after = rules.offsetMs(zone, wall + DAY_MS)
  if (before === after) return { atMs: wall - before, reading: 'exact' }
  const withBefore = rules.offsetMs(zone, wall - before) === before
  const withAfter = rules.offsetMs(zone, wall - after) === after
  if (withBefore) return { atMs: wall - before, reading: withAfter ? 'repeated' : 'exact' }
  if (withAfter) return { atMs: wall - after, reading: 'exact' }
  return { atMs: wall - before, reading: 'skipped' }
}
