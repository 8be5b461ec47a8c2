import type { DateBound, DateUnit } from '../dates/date-bound.ts'
import { printDate } from '../dates/print-date.ts'
import type { SingleTest } from '../tree/tree.ts'
import { rangePhrase } from './range-phrase.ts'

/** "is before 30 days ago", "lies in 2024-03". */
export const datePhrase = (test: Extract<SingleTest, { kind: 'date' }>): string =>
  rangePhrase(test, {
    same: bound => `lies in ${pointOf(bound)}`,
    above: bound => `is after ${pointOf(bound)}`,
    from: bound => `is ${pointOf(bound)} or later`,
    below: bound => `is before ${pointOf(bound)}`,
    upTo: bound => `is ${pointOf(bound)} or earlier`,
  })

const units: { readonly [U in DateUnit]: string } = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  y: 'year',
}

function pointOf(bound: DateBound): string {
  if (bound.kind === 'absolute' || bound.shifts.length > 1) return printDate(bound)
  const [shift] = bound.shifts
  const point = shift === undefined ? 'now' : shifted(shift.count, units[shift.unit])
  return bound.round === null ? point : `the ${units[bound.round]} of ${point}`
}

const shifted = (count: number, unit: string): string =>
  `${Math.abs(count)} ${unit}${Math.abs(count) === 1 ? '' : 's'} ${count < 0 ? 'ago' : 'from now'}`
