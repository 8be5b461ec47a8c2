import type { DateBound, DateShift, DateUnit } from './date-bound.ts'

/** Half-open: from the first millisecond on, up to `toMs` without it. */
export interface ResolvedDate {
  readonly fromMs: number
  readonly toMs: number
}

const fixedMs: { readonly [U in Exclude<DateUnit, 'M' | 'y'>]: number } = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}

// The years that PostgreSQL and ISO 8601 with four digits both have; what lies outside is taken to their edge.
export const EARLIEST_MS = Date.UTC(2001, 0, 1) - 730_485 * 86_400_000
export const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** What a bound means at `nowMs`. `now-7d` is one millisecond long, `now/d` the whole day (weeks begin on Monday, UTC). */
export function resolveDate(bound: DateBound, nowMs: number): ResolvedDate {
  if (bound.kind === 'absolute') return { fromMs: bound.fromMs, toMs: bound.toMs }
  const instant = bound.shifts.reduce(shifted, nowMs)
  if (bound.round === null) return { fromMs: instant, toMs: instant + 1 }
  const fromMs = startOf(instant, bound.round)
  return { fromMs: clamped(fromMs), toMs: clamped(shiftedFreely(fromMs, { count: 1, unit: bound.round })) }
}

const clamped = (ms: number): number => Math.max(EARLIEST_MS, Math.min(LATEST_MS, ms))

const shifted = (ms: number, shift: DateShift): number => clamped(shiftedFreely(ms, shift))

function shiftedFreely(ms: number, { count, unit }: DateShift): number {
  if (unit !== 'M' && unit !== 'y') return ms + count * fixedMs[unit]
  const date = new Date(ms)
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() + count * (unit === 'y' ? 12 : 1)
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12]
  if (year < 1) return EARLIEST_MS
  if (year > 9999) return LATEST_MS
  // The 31st of a month with 30 days is its last day, as PostgreSQL has it.
  date.setUTCFullYear(year, month, Math.min(date.getUTCDate(), daysInMonth(year, month)))
  return date.getTime()
}

/** Month from 0 to 11, years from 1 on (Gregorian calendar throughout). */
export function daysInMonth(year: number, month: number): number {
  if (month !== 1) return [3, 5, 8, 10].includes(month) ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}

function startOf(ms: number, unit: DateUnit): number {
  if (unit === 'M' || unit === 'y') {
    const date = new Date(ms)
    date.setUTCHours(0, 0, 0, 0)
    date.setUTCFullYear(date.getUTCFullYear(), unit === 'y' ? 0 : date.getUTCMonth(), 1)
    return date.getTime()
  }
  // 1970-01-01 was a Thursday: three days after a Monday.
  const offset = unit === 'w' ? 3 * fixedMs.d : 0
  return Math.floor((ms + offset) / fixedMs[unit]) * fixedMs[unit] - offset
}
