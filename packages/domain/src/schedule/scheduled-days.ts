import { dayNumber, parseDate, parseWall, weekdayIndex, monthIndex } from '../zones/civil-date.ts'
import { weekdays } from '../profiles/profile-document.ts'
import { datesOfMonth, patchTuesdayOf, weekdaysOfMonth } from './days-of-month.ts'
import { type RecurringSchedule, scheduleLimits, type TimedSchedule } from './schedule.ts'

// The calendar alone: on which dates a schedule runs. Zones come later (runs/), so "2nd Tuesday" is one of the local
// calendar and never of UTC's.

/** Days, weeks or months, by consecutive numbers. */
interface Cadence {
  /** The first period that may hold a day at or after this one. */
  readonly periodFrom: (day: number) => number
  /** In order; empty where a month lacks what was asked for. */
  readonly daysOf: (period: number) => readonly number[]
}

const LAST_DAY = dayNumber(scheduleLimits.lastYear, 12, 31)

/** The schedule's days at or after `fromDay`, in order, each once. `start` and `until` must be valid (checkSchedule). */
export function* scheduledDays(schedule: TimedSchedule, fromDay: number): Generator<number, void, undefined> {
  const startDay = startOf(schedule).day
  if (schedule.type === 'once') {
    if (startDay >= fromDay) yield startDay
    return
  }
  const lastDay = schedule.until === null ? LAST_DAY : Math.min(parseDate(schedule.until) ?? LAST_DAY, LAST_DAY)
  const cadence = cadenceOf(schedule)
  const anchor = firstPeriod(cadence, startDay)
  const earliest = Math.max(startDay, fromDay)
  const steps = Math.max(0, Math.ceil((cadence.periodFrom(earliest) - anchor) / schedule.every))
  // A period that yields nothing lies at most some years before one that does (29 February), so this ends with the last day.
  for (let period = anchor + steps * schedule.every; ; period += schedule.every) {
    for (const day of cadence.daysOf(period)) {
      if (day > lastDay) return
      if (day >= earliest) yield day
    }
    if (period > cadence.periodFrom(lastDay) + 1) return
  }
}

/** The last of the schedule's days before `day`; null where there is none. */
export function scheduledDayBefore(schedule: TimedSchedule, day: number): number | null {
  const startDay = startOf(schedule).day
  // 62 days hold the period before in nearly all schedules; the others (every twelfth month, 29 February) look further.
  for (let span = 62; ; span *= 4) {
    let last: number | null = null
    for (const one of scheduledDays(schedule, day - span)) {
      if (one >= day) break
      last = one
    }
    if (last !== null || day - span <= startDay) return last
  }
}

/** The day and the minute of the day at which a schedule begins; the minute is that of all its runs. */
export function startOf(schedule: TimedSchedule): { readonly day: number; readonly minute: number } {
  const start = parseWall(schedule.start)
  if (start === null) throw new RangeError(`"${schedule.start}" is not a date and time like 2027-01-05T22:00`)
  return start
}

/**
 * The period of the first run is the first that counts: "every second Monday" from a Wednesday on begins on the next Monday,
 * as "the first matching moment at or after the start" says.
 */
function firstPeriod({ periodFrom, daysOf }: Cadence, startDay: number): number {
  const last = periodFrom(LAST_DAY)
  let period = periodFrom(startDay)
  while (period < last && !daysOf(period).some(day => day >= startDay)) period += 1
  return period
}

function cadenceOf(schedule: RecurringSchedule): Cadence {
  switch (schedule.type) {
    case 'daily':
      return { periodFrom: day => day, daysOf: day => [day] }
    case 'weekly': {
      const offsets = schedule.days.map(day => weekdays.indexOf(day)).toSorted((a, b) => a - b)
      // Day -3 is a Monday.
      return {
        periodFrom: day => (day - weekdayIndex(day) + 3) / 7,
        daysOf: week => offsets.map(offset => week * 7 - 3 + offset),
      }
    }
    case 'monthlyDates':
      return { periodFrom: monthIndex, daysOf: month => datesOfMonth(month, schedule.dates, schedule.lastDay) }
    case 'monthlyWeekdays':
      return { periodFrom: monthIndex, daysOf: month => weekdaysOfMonth(month, schedule.weekdays) }
    case 'patchTuesday':
      // 27 days after Patch Tuesday lie in the next month, 27 days before it in the one before.
      return {
        periodFrom: day => monthIndex(day - schedule.offsetDays),
        daysOf: month => [patchTuesdayOf(month) + schedule.offsetDays],
      }
  }
}
