import { weekdays } from '../profiles/profile-document.ts'
import { type NthWeekday, nths, type Schedule } from './schedule.ts'

/** Members in one order, lists sorted and without doubles: two schedules that say the same become the same value. */
export function tidySchedule(schedule: Schedule): Schedule {
  if (schedule.type === 'onDemand') return { type: 'onDemand' }
  const { start, zone } = schedule
  if (schedule.type === 'once') return { type: 'once', start, zone }
  const { every, until } = schedule
  const common = { start, zone, every, until }
  switch (schedule.type) {
    case 'daily':
      return { type: 'daily', ...common }
    case 'weekly':
      return { type: 'weekly', ...common, days: weekdays.filter(day => schedule.days.includes(day)) }
    case 'monthlyDates': {
      const dates = [...new Set(schedule.dates)].toSorted((a, b) => a - b)
      return { type: 'monthlyDates', ...common, dates, lastDay: schedule.lastDay }
    }
    case 'monthlyWeekdays':
      return { type: 'monthlyWeekdays', ...common, weekdays: tidyWeekdays(schedule.weekdays) }
    case 'patchTuesday':
      return { type: 'patchTuesday', ...common, offsetDays: schedule.offsetDays }
  }
}

const tidyWeekdays = (wanted: readonly NthWeekday[]): NthWeekday[] =>
  nths.flatMap(nth =>
    weekdays
      .filter(weekday => wanted.some(one => one.nth === nth && one.weekday === weekday))
      .map(weekday => ({ nth, weekday })),
  )

/** The one text of a schedule, for the digest of a job's spec. */
export const scheduleText = (schedule: Schedule): string => JSON.stringify(tidySchedule(schedule))
