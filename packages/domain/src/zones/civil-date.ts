// Dates without a zone, as days since 1970-01-01 (proleptic Gregorian calendar), so that "14 days later" is a sum.

export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

/** The day's number; months count from 1. A day outside of its month runs over into the next one. */
export const dayNumber = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS

/** 0 is Monday, 6 is Sunday. 1970-01-01 was a Thursday. */
export const weekdayIndex = (day: number): number => (((day + 3) % 7) + 7) % 7

/** Months since January 1970: two that follow each other differ by one. */
export function monthIndex(day: number): number {
  const date = new Date(day * DAY_MS)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

/** The first day of the month with this index; that of the next one less one is its last. */
export const firstOfMonth = (month: number): number => Date.UTC(1970, month, 1) / DAY_MS

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/
const wallPattern = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)$/

/** `YYYY-MM-DD` as a day's number; null for anything else and for dates that no calendar has (2027-02-29). */
export function parseDate(text: string): number | null {
  const [, year, month, date] = datePattern.exec(text) ?? []
  if (year === undefined) return null
  const day = dayNumber(Number(year), Number(month), Number(date))
  return formatDate(day) === text ? day : null
}

/** `YYYY-MM-DDTHH:MM`, 24 hours; null for anything else. */
export function parseWall(text: string): { readonly day: number; readonly minute: number } | null {
  const [, date, hour, minute] = wallPattern.exec(text) ?? []
  const day = date === undefined ? null : parseDate(date)
  return day === null ? null : { day, minute: Number(hour) * 60 + Number(minute) }
}

export const formatDate = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** What a wall clock shows, from `wallMs` of it. */
export const formatWall = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 16)
