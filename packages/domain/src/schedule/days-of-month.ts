import { weekdays } from '../profiles/profile-document.ts'
import { firstOfMonth, weekdayIndex } from '../zones/civil-date.ts'
import type { NthWeekday } from './schedule.ts'

// Months by their index (civil-date.ts); the days come out in order, each once.

/** Dates that the month lacks are left out. */
export function datesOfMonth(month: number, dates: readonly number[], lastDay: boolean): number[] {
  const first = firstOfMonth(month)
  const last = firstOfMonth(month + 1) - 1
  const days = dates.map(date => first + date - 1).filter(day => day <= last)
  return inOrder(lastDay ? [...days, last] : days)
}

export function weekdaysOfMonth(month: number, wanted: readonly NthWeekday[]): number[] {
  return inOrder(wanted.map(one => nthWeekdayOf(month, one)).filter(day => day !== null))
}

export const patchTuesdayOf = (month: number): number => firstWeekday(month, 1) + 7

/** Null: the month has no fifth one. */
function nthWeekdayOf(month: number, { nth, weekday }: NthWeekday): number | null {
  const index = weekdays.indexOf(weekday)
  const next = firstOfMonth(month + 1)
  if (nth === 'last') return next - 1 - ((weekdayIndex(next - 1) - index + 7) % 7)
  const day = firstWeekday(month, index) + (nth - 1) * 7
  return day < next ? day : null
}

function firstWeekday(month: number, index: number): number {
  const first = firstOfMonth(month)
  return first + ((index - weekdayIndex(first) + 7) % 7)
}

const inOrder = (days: readonly number[]): number[] => [...new Set(days)].toSorted((a, b) => a - b)
