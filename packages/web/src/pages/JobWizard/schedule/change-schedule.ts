import {
  isRecurring,
  type NthWeekday,
  type RecurringSchedule,
  type Schedule,
  type TimedSchedule,
  type Weekday,
  weekdays,
} from '@patchyard/domain'

export type Repeats = 'daily' | 'weekly' | 'monthly'
export type MonthlyBy = 'monthlyDates' | 'monthlyWeekdays' | 'patchTuesday'

/** The next day at nine in the evening: after work, and not over yet. `now` as the browser's clock shows it, `YYYY-MM-DDTHH:MM`. */
export function usualStart(now: string): string {
  const [date = '2027-01-01'] = now.split('T')
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000)
  return `${next.toISOString().slice(0, 10)}T21:00`
}

export const onceAt = (start: string): Schedule => ({ type: 'once', start, zone: null })

/** The day of the week of a date; Monday where there is no such date. */
export function weekdayOf(date: string): Weekday {
  const ms = Date.parse(`${date}T00:00:00Z`)
  const day = Number.isNaN(ms) ? 1 : new Date(ms).getUTCDay()
  return weekdays[(day + 6) % 7] ?? 'monday'
}

/** Which time in its month the weekday of a date is. */
const nthOf = (date: string): NthWeekday['nth'] => {
  const nth = Math.ceil(Number(date.slice(8, 10)) / 7)
  return nth === 2 || nth === 3 || nth === 4 ? nth : nth === 5 ? 'last' : 1
}

export const repeatsOf = (schedule: TimedSchedule): Repeats | null =>
  !isRecurring(schedule) ? null : schedule.type === 'daily' || schedule.type === 'weekly' ? schedule.type : 'monthly'

/** Another rhythm with the same start, zone and end; its days are those of the start. */
export function withType(schedule: TimedSchedule, type: TimedSchedule['type']): TimedSchedule {
  if (schedule.type === type) return schedule
  const { start, zone } = schedule
  if (type === 'once') return { type, start, zone }
  const before: Pick<RecurringSchedule, 'every' | 'until'> = isRecurring(schedule)
    ? { every: 1, until: schedule.until }
    : { every: 1, until: null }
  const common = { start, zone, ...before }
  const [date = ''] = start.split('T')
  switch (type) {
    case 'daily':
      return { type, ...common }
    case 'weekly':
      return { type, ...common, days: [weekdayOf(date)] }
    case 'monthlyDates':
      return { type, ...common, dates: [Number(date.slice(8, 10)) || 1], lastDay: false }
    case 'monthlyWeekdays':
      return { type, ...common, weekdays: [{ nth: nthOf(date), weekday: weekdayOf(date) }] }
    case 'patchTuesday':
      return { type, ...common, offsetDays: 0 }
  }
}

/** The start with another date or time of day. */
export function withStart(
  schedule: TimedSchedule,
  part: { readonly date?: string; readonly time?: string },
): TimedSchedule {
  const [date = '', time = ''] = schedule.start.split('T')
  return { ...schedule, start: `${part.date ?? date}T${part.time ?? time}` }
}
