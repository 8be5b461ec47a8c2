import type { DateBound } from './date-bound.ts'
import { daysInMonth } from './resolve-date.ts'

const DAY = 86_400_000

/** The shortest form that means the same: `2024-03` for a month, `2024-03-31T12:00Z` for a minute, `now-7d/d`. UTC. */
export function printDate(bound: DateBound): string {
  if (bound.kind === 'now') {
    const shifts = bound.shifts.map(({ count, unit }) => `${count < 0 ? '' : '+'}${count}${unit}`).join('')
    return `now${shifts}${bound.round === null ? '' : `/${bound.round}`}`
  }
  const { fromMs, toMs } = bound
  const iso = new Date(fromMs).toISOString()
  const length = toMs - fromMs
  if (length === 1) return iso
  if (length === 1000) return `${iso.slice(0, 19)}Z`
  if (length === 60_000) return `${iso.slice(0, 16)}Z`
  if (length === DAY) return iso.slice(0, 10)
  const [year, month] = [Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1]
  return length === daysInMonth(year, month) * DAY ? iso.slice(0, 7) : iso.slice(0, 4)
}
