import { type Weekday, weekdays } from '../profiles/profile-document.ts'
import { isRecurring } from './is-recurring.ts'
import type { NthWeekday, RecurringSchedule, Schedule } from './schedule.ts'

/** The schedule as one sentence without its full stop: "Every second Tuesday at 22:00, the agent's time". */
export function scheduleSummary(schedule: Schedule): string {
  if (schedule.type === 'onDemand') return 'On demand, as soon as it is enabled'
  const [date = '', time = ''] = schedule.start.split('T')
  const zone = schedule.zone === null ? "the agent's time" : `time of ${schedule.zone}`
  if (!isRecurring(schedule)) return `Once, on ${longDate(date)} at ${time}, ${zone}`
  const until = schedule.until === null ? '' : ` until ${longDate(schedule.until)}`
  return `${rhythm(schedule)} at ${time}, ${zone}, from ${longDate(date)}${until}${shortMonths(schedule)}`
}

/** The days alone: "Every second Tuesday", "On the 15th and the last day of every month". */
export function scheduleRhythm(schedule: Schedule): string {
  if (schedule.type === 'onDemand') return 'On demand'
  return isRecurring(schedule) ? rhythm(schedule) : 'Once'
}

function rhythm(schedule: RecurringSchedule): string {
  switch (schedule.type) {
    case 'daily':
      return capital(each('day', schedule.every))
    case 'weekly':
      return weekly(schedule.days, schedule.every)
    case 'monthlyDates': {
      const dates = schedule.dates.map(ordinal)
      const days = schedule.lastDay ? [...dates, 'last day'] : dates
      return `On the ${joined(days)} of ${each('month', schedule.every)}`
    }
    case 'monthlyWeekdays':
      return `On the ${joined(schedule.weekdays.map(nthName))} of ${each('month', schedule.every)}`
    case 'patchTuesday':
      return `${patchTuesday(schedule.offsetDays)} of ${each('month', schedule.every)}`
  }
}

function weekly(days: readonly Weekday[], every: number): string {
  const chosen = weekdays.filter(day => days.includes(day))
  const [only] = chosen
  if (chosen.length === 1 && only !== undefined) return capital(each(capital(only), every))
  if (chosen.length === 7) return every === 1 ? 'Every day' : `On every day of ${each('week', every)}`
  const workdays = chosen.length === 5 && !chosen.includes('saturday') && !chosen.includes('sunday')
  const names = workdays ? 'Monday to Friday' : joined(chosen.map(capital))
  const preposition = workdays ? 'From' : 'On'
  return `${preposition} ${names} of ${each('week', every)}`
}

function patchTuesday(offset: number): string {
  if (offset === 0) return 'On Patch Tuesday'
  const days = Math.abs(offset) === 1 ? '1 day' : `${Math.abs(offset)} days`
  return `${days} ${offset > 0 ? 'after' : 'before'} Patch Tuesday`
}

/** Dates that some months lack, so that nobody waits for a run in February. */
function shortMonths(schedule: RecurringSchedule): string {
  if (schedule.type === 'monthlyDates') {
    const rare = schedule.dates.filter(date => date > 28)
    return rare.length === 0 ? '' : `; not in months without a ${joined(rare.map(ordinal), 'or')}`
  }
  if (schedule.type === 'monthlyWeekdays') {
    const rare = schedule.weekdays.filter(one => one.nth === 5)
    return rare.length === 0 ? '' : `; not in months without a ${joined(rare.map(nthName), 'or')}`
  }
  return ''
}

const places = ['first', 'second', 'third', 'fourth', 'fifth'] as const
const nthName = ({ nth, weekday }: NthWeekday): string =>
  `${nth === 'last' ? 'last' : places[nth - 1]} ${capital(weekday)}`

/** every day, every second day, every third day, every 10th day. */
function each(unit: string, every: number): string {
  if (every === 1) return `every ${unit}`
  const place = every <= places.length ? places[every - 1] : undefined
  return place === undefined ? `every ${ordinal(every)} ${unit}` : `every ${place} ${unit}`
}

function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13
  const ending = teen ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[n % 10] ?? 'th')
  return `${n}${ending}`
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const longDate = (date: string): string =>
  `${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`

const capital = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`

function joined(words: readonly string[], last = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}
