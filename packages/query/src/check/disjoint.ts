import type { DateBound } from '../dates/date-bound.ts'
import type { Bound, Range, SingleTest, Test } from '../tree/tree.ts'

/** True when no single value can pass both tests. False also where that is not known. */
export function disjoint(a: Test, b: Test): boolean {
  if (a.kind === 'null') return b.kind !== 'null'
  if (b.kind === 'null') return true
  if (a.kind === 'notNull' || b.kind === 'notNull') return false
  return testsOf(a).every(one => testsOf(b).every(other => disjointValues(one, other)))
}

const testsOf = (test: Exclude<Test, { kind: 'null' | 'notNull' }>): readonly SingleTest[] =>
  test.kind === 'any' ? test.tests : [test]

function disjointValues(a: SingleTest, b: SingleTest): boolean {
  if (a.kind === 'choice' && b.kind === 'choice') return a.value !== b.value
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value !== b.value
  if (a.kind === 'id' && b.kind === 'id') return a.value !== b.value
  if (a.kind === 'number' && b.kind === 'number') return apart(a, b) || apart(b, a)
  if (a.kind === 'date' && b.kind === 'date') return datesApart(a, b) || datesApart(b, a)
  if (a.kind === 'text' && b.kind === 'text' && a.match.kind === 'exact' && b.match.kind === 'exact') {
    return a.match.value !== b.match.value
  }
  return false
}

/** The first range ends before the second begins. */
const apart = ({ high }: Range<number>, { low }: Range<number>): boolean =>
  high !== null &&
  low !== null &&
  (high.value < low.value || (high.value === low.value && !(high.included && low.included)))

function datesApart({ high }: Range<DateBound>, { low }: Range<DateBound>): boolean {
  if (high === null || low === null || high.value.kind === 'now' || low.value.kind === 'now') return false
  const end = high.included ? high.value.toMs : high.value.fromMs
  const start: number = startOf(low as Bound<Extract<DateBound, { kind: 'absolute' }>>)
  return end <= start
}

const startOf = ({ value, included }: Bound<Extract<DateBound, { kind: 'absolute' }>>): number =>
  included ? value.fromMs : value.toMs
