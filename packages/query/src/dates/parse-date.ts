import type { DateBound, DateShift, DateUnit } from './date-bound.ts'
import { daysInMonth } from './resolve-date.ts'

export type ParsedDate = { readonly bound: DateBound } | { readonly problem: string }

const relative = /^now((?:[+-]\d+[smhdwMy])*)(?:\/([smhdwMy]))?$/
const shift = /([+-]\d+)([smhdwMy])/g
const MAX_SHIFT = 1_000_000

// yyyy, yyyy-mm, yyyy-mm-dd, then ISO 8601 with minutes, seconds, fractions; the offset may lack its minutes or its colon.
const absolute =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([Zz]|[+-]\d\d(?::?\d\d)?))?)?)?)?$/

const forms = 'write yyyy, yyyy-mm, yyyy-mm-dd, a timestamp such as 2024-03-31T12:00:00Z, or now, now-7d, now/d'

/** Reads a date as written in a query, UTC unless it has an offset. `problem` is the end of a sentence. Never throws. */
export function parseDate(text: string): ParsedDate {
  const now = relative.exec(text.replace(/^now/i, 'now').replace(/ /g, ''))
  if (now !== null) return relativeDate(now[1] ?? '', now[2] as DateUnit | undefined)
  const match = absolute.exec(text)
  if (match === null) return { problem: `is no date; ${forms}` }
  const [, yearText = '', monthText, dayText, hourText, minuteText, secondText, fraction, offset] = match
  const year = Number(yearText)
  if (year === 0) return { problem: 'does not exist; the first year is 0001' }
  if (monthText === undefined) return stretch(utc(year, 0, 1), utc(year + 1, 0, 1))
  const month = Number(monthText)
  if (month < 1 || month > 12) return { problem: `does not exist; months are 01 to 12` }
  if (dayText === undefined) return stretch(utc(year, month - 1, 1), utc(year, month, 1))
  const day = Number(dayText)
  const days = daysInMonth(year, month - 1)
  if (day < 1 || day > days) return { problem: `does not exist; ${yearText}-${monthText} has days 01 to ${days}` }
  const start = utc(year, month - 1, day)
  if (hourText === undefined || minuteText === undefined) return stretch(start, start + 86_400_000)
  const [hour, minute, second] = [Number(hourText), Number(minuteText), Number(secondText ?? '0')]
  if (hour > 23 || minute > 59 || second > 59) {
    return { problem: 'does not exist; times are 00:00:00 to 23:59:59' }
  }
  const shiftMs = offsetMs(offset ?? 'Z')
  if (shiftMs === null) return { problem: 'has an offset that does not exist; offsets are -14:59 to +14:59' }
  const milliseconds = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3))
  const fromMs = start + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds - shiftMs
  return stretch(fromMs, fromMs + (fraction !== undefined ? 1 : secondText !== undefined ? 1000 : 60_000))
}

function relativeDate(shiftsText: string, round: DateUnit | undefined): ParsedDate {
  const shifts: DateShift[] = Array.from(shiftsText.matchAll(shift), ([, count, unit]) => ({
    count: Number(count),
    unit: unit as DateUnit,
  }))
  if (shifts.some(({ count }) => Math.abs(count) > MAX_SHIFT)) {
    return { problem: `goes too far; a step is at most ${MAX_SHIFT.toLocaleString('en')}` }
  }
  if (shifts.length > 8) return { problem: 'has more than 8 steps' }
  return { bound: { kind: 'now', shifts: shifts.filter(({ count }) => count !== 0), round: round ?? null } }
}

const stretch = (fromMs: number, toMs: number): ParsedDate => ({ bound: { kind: 'absolute', fromMs, toMs } })

/** `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0)
  return date.setUTCFullYear(year, month, day)
}

function offsetMs(text: string): number | null {
  if (text === 'Z' || text === 'z') return 0
  const digits = text.slice(1).replace(':', '')
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4) || '0')]
  if (hours > 14 || minutes > 59) return null
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
