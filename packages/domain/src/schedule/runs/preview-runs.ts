import { formatWall, MINUTE_MS } from '../../zones/civil-date.ts'
import { wallMs } from '../../zones/wall-time.ts'
import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import type { PatchWindow, Schedule } from '../schedule.ts'
import { nextRuns } from './next-run.ts'
import { type ScheduledRun, zoneOf } from './scheduled-run.ts'

/** A run as people are shown it before they save. */
export interface PreviewRun extends ScheduledRun {
  /** What the clock on the wall shows when it begins, `YYYY-MM-DDTHH:MM`; not the nominal time where that is skipped. */
  readonly wall: string
  /** The zone's clock ahead of UTC then, minutes. */
  readonly offsetMinutes: number
  readonly windowEnd: WindowEnd | null
  /** Clock changes that concern this run; mostly none. */
  readonly notes: readonly ClockNote[]
}

export interface ClockNote {
  readonly code: 'start_skipped' | 'start_repeated' | 'window_clock_forward' | 'window_clock_back'
  readonly message: string
}

export interface WindowEnd {
  readonly atMs: number
  readonly wall: string
}

/** The next `count` runs, ten by default, with what changes of the clock make of them. */
export function previewRuns(
  schedule: Schedule,
  window: PatchWindow | null,
  agentZone: string,
  afterMs: number,
  count = 10,
  rules: ZoneRules = platformZones,
): PreviewRun[] {
  if (schedule.type === 'onDemand') return []
  const zone = zoneOf(schedule, agentZone, rules)
  return nextRuns(schedule, agentZone, afterMs, count, rules).map(run => {
    const offsetMs = rules.offsetMs(zone, run.atMs)
    const wall = formatWall(wallMs(run.atMs, zone, rules))
    const endMs = window === null ? null : run.atMs + window.minutes * MINUTE_MS
    const windowEnd = endMs === null ? null : { atMs: endMs, wall: formatWall(wallMs(endMs, zone, rules)) }
    const shiftMs = endMs === null ? 0 : rules.offsetMs(zone, endMs) - offsetMs
    const notes = [startNote(run, wall), windowNote(shiftMs, windowEnd)].filter(note => note !== null)
    return { ...run, wall, offsetMinutes: offsetMs / MINUTE_MS, windowEnd, notes }
  })
}

function startNote({ nominal, reading }: ScheduledRun, wall: string): ClockNote | null {
  const time = timeOf(nominal)
  switch (reading) {
    case 'exact':
      return null
    case 'skipped': {
      const begins = nominal.slice(0, 10) === wall.slice(0, 10) ? timeOf(wall) : wall.replace('T', ' ')
      return {
        code: 'start_skipped',
        message: `Clock change: ${time} does not exist on this day. The run begins when the clock shows ${begins}.`,
      }
    }
    case 'repeated':
      return {
        code: 'start_repeated',
        message: `Clock change: ${time} comes twice on this day. The run begins once, the first time.`,
      }
  }
}

function windowNote(shiftMs: number, end: WindowEnd | null): ClockNote | null {
  if (shiftMs === 0 || end === null) return null
  const minutes = Math.abs(shiftMs) / MINUTE_MS
  const by = minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
  const forward = shiftMs > 0
  return {
    code: forward ? 'window_clock_forward' : 'window_clock_back',
    message:
      `Clock change: the clock is set ${forward ? 'forward' : 'back'} by ${by} inside the window, which keeps its length ` +
      `and ends when the clock shows ${timeOf(end.wall)}.`,
  }
}

const timeOf = (wall: string): string => wall.slice(11)
