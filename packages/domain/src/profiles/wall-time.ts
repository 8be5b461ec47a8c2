// Wall clocks of IANA zones by the platform's own tables (Intl). A wall time that the spring day skips is the same number
// of minutes later, one that the autumn day has twice is the first of both: what Temporal calls 'compatible'.

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US-u-hc-h23', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  return format
}

export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** Unix milliseconds that the wall clock of the zone would show if it were UTC. Throws RangeError for an unknown zone. */
export function wallMs(instantMs: number, zone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instantMs)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The instant at which the zone's wall clock shows `wall` (as `wallMs` writes it). Whole seconds. */
export function instantOfWall(wall: number, zone: string): number {
  const before = wallMs(wall - DAY_MS, zone) - (wall - DAY_MS)
  const after = wallMs(wall + DAY_MS, zone) - (wall + DAY_MS)
  // The earlier of the two readings is the first of a doubled hour; in a gap neither fits, and the offset of before it
  // carries the wall time past the gap.
  const candidates = [wall - before, wall - after].toSorted((a, b) => a - b)
  return candidates.find(instant => wallMs(instant, zone) === wall) ?? wall - before
}

const DAY_MS = 86_400_000
