import { weekdays } from '../profiles/profile-document.ts'
import { parseDate, parseWall } from '../zones/civil-date.ts'
import type { ZoneRules } from '../zones/zone-rules.ts'
import { nths, scheduleLimits, type ScheduleType } from './schedule.ts'
import { type ScheduleProblem, type ScheduleProblemCode, shown } from './schedule-problem.ts'

/** What is wrong with a member's value, as the end of a sentence; null: nothing. */
type Check = (value: unknown, rules: ZoneRules) => string | null
interface Member {
  readonly code: ScheduleProblemCode
  readonly check: Check
}

/** One problem for each wrong, missing or unknown member. */
export function checkMembers(
  type: ScheduleType,
  members: Readonly<Record<string, unknown>>,
  rules: ZoneRules,
): ScheduleProblem[] {
  const wanted = membersOf[type]
  const unknown = Object.keys(members)
    .filter(name => name !== 'type' && !Object.hasOwn(wanted, name))
    .map((name): ScheduleProblem => {
      const message = `a schedule of type ${type} has no member ${shown(name)}`
      return { code: 'schedule_member_unknown', at: name.slice(0, 60), message }
    })
  const wrong = Object.entries(wanted).flatMap(([name, { code, check }]): ScheduleProblem[] => {
    const what = check(members[name], rules)
    return what === null ? [] : [{ code, at: name, message: `${name}: ${shown(members[name])} ${what}` }]
  })
  return [...unknown, ...wrong]
}

const { firstYear, lastYear, zoneLength, offsetDays, every } = scheduleLimits

const inYears = (text: string): boolean => {
  const year = Number(text.slice(0, 4))
  return firstYear <= year && year <= lastYear
}

const start: Member = {
  code: 'schedule_start',
  check: value =>
    typeof value === 'string' && parseWall(value) !== null && inYears(value)
      ? null
      : `is not a date that exists with a time like 2027-01-05T22:00, of the years ${firstYear} to ${lastYear}`,
}

const until: Member = {
  code: 'schedule_until',
  check: value =>
    value === null || (typeof value === 'string' && parseDate(value) !== null && inYears(value))
      ? null
      : `is not a date that exists, like 2027-12-31, of the years ${firstYear} to ${lastYear}, nor null`,
}

const zone: Member = {
  code: 'schedule_zone',
  check: (value, rules) =>
    // An offset (+02:00), which Intl takes, would not follow the clock of any place.
    value === null ||
    (typeof value === 'string' && value.length <= zoneLength && /^[A-Za-z]/.test(value) && rules.knows(value))
      ? null
      : 'is not a time zone of the IANA list, like Europe/Berlin, nor null for the zone of each agent',
}

const wholeNumber = (code: ScheduleProblemCode, min: number, max: number): Member => ({
  code,
  check: value =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max
      ? null
      : `is not a whole number from ${min} to ${max}`,
})

// A list longer than this repeats itself; it is refused before anything goes through it.
const LONGEST_LIST = 100
const list = (code: ScheduleProblemCode, fewest: number, fits: (one: unknown) => boolean, what: string): Member => ({
  code,
  check: value => {
    if (!Array.isArray(value) || value.length < fewest || value.length > LONGEST_LIST)
      return `is not a list of ${fewest} to ${LONGEST_LIST} ${what}`
    const odd = value.find(one => !fits(one))
    return value.every(fits) ? null : `holds ${shown(odd)}, which is none of ${what}`
  },
})

const isWeekday = (value: unknown): boolean => weekdays.some(day => day === value)
const isNthWeekday = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false
  const { nth, weekday } = value as Record<string, unknown>
  return nths.some(one => one === nth) && isWeekday(weekday)
}
const isDate = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 31

const timed = { start, zone }
const recurring = (most: number) => ({ ...timed, until, every: wholeNumber('schedule_every', 1, most) })

const membersOf: { readonly [T in ScheduleType]: Readonly<Record<string, Member>> } = {
  onDemand: {},
  once: timed,
  daily: recurring(every.daily),
  weekly: {
    ...recurring(every.weekly),
    days: list('schedule_days', 1, isWeekday, `weekdays (${weekdays.join(', ')})`),
  },
  monthlyDates: {
    ...recurring(every.monthly),
    dates: list('schedule_dates', 0, isDate, 'dates of a month (1 to 31)'),
    lastDay: {
      code: 'schedule_dates',
      check: value => (typeof value === 'boolean' ? null : 'is neither true nor false'),
    },
  },
  monthlyWeekdays: {
    ...recurring(every.monthly),
    weekdays: list('schedule_weekdays', 1, isNthWeekday, 'weekdays with their place in the month (1 to 5, or "last")'),
  },
  patchTuesday: {
    ...recurring(every.monthly),
    offsetDays: wholeNumber('schedule_offset', offsetDays.min, offsetDays.max),
  },
}
