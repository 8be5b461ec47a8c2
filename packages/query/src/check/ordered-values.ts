// Types whose values have an order: equality, comparisons and ranges are all a range with one bound or two.
import type { DateBound } from '../dates/date-bound.ts'
import { parseDate } from '../dates/parse-date.ts'
import { resolveDate } from '../dates/resolve-date.ts'
import { shown } from '../problems/shown.ts'
import type { Report } from '../problems/problem.ts'
import type { Span } from '../span.ts'
import type { Word } from '../syntax/expression.ts'
import type { Token } from '../tokens/token.ts'
import type { Bound, Range, SingleTest } from '../tree/tree.ts'

export type OrderedType = 'integer' | 'decimal' | 'date' | 'version'

export const isOrdered = (type: string): type is OrderedType =>
  type === 'integer' || type === 'decimal' || type === 'date' || type === 'version'

interface WordBound {
  readonly word: Word
  readonly included: boolean
}

export interface WordRange {
  readonly low: WordBound | null
  readonly high: WordBound | null
}

/** The test of a range of values; null when one is refused or nothing lies inside. */
export function orderedTest(
  type: OrderedType,
  range: WordRange,
  token: Token,
  span: Span,
  report: Report,
): SingleTest | null {
  switch (type) {
    case 'date': {
      const read = boundsOf(range, word => dateOf(word, token, report))
      return read === null || reportEmpty(dateOrder(read), range, span, report) ? null : { kind: 'date', ...read }
    }
    case 'version': {
      const read = boundsOf(range, word => versionOf(word, token, report))
      return read === null || reportEmpty(versionOrder(read), range, span, report) ? null : { kind: 'version', ...read }
    }
    default: {
      const read = boundsOf(range, word => numberOf(word, type, token, report))
      if (read === null || reportEmpty(numberOrder(read, type), range, span, report)) return null
      return { kind: 'number', ...read }
    }
  }
}

/** Both words are read, so that both are reported; one word on both sides is read once. */
function boundsOf<T>({ low, high }: WordRange, read: (word: Word) => T | null): Range<T> | null {
  const lowValue = low === null ? null : read(low.word)
  const highValue = high === null ? null : high.word === low?.word ? lowValue : read(high.word)
  if ((low !== null && lowValue === null) || (high !== null && highValue === null)) return null
  return {
    low: low === null || lowValue === null ? null : { value: lowValue, included: low.included },
    high: high === null || highValue === null ? null : { value: highValue, included: high.included },
  }
}

type Order = 'fine' | 'inverted' | 'empty'

function reportEmpty(order: Order, { low, high }: WordRange, span: Span, report: Report): boolean {
  if (order === 'fine' || low === null || high === null) return false
  const { from, to } = span
  const [a, b] = [shown(low.word.text), shown(high.word.text)]
  if (order === 'empty') {
    const message = `nothing lies between ${a} and ${b} when both ends are left out`
    report({ code: 'E_QUERY_RANGE_EMPTY', from, to, message })
    return true
  }
  const message = `the range begins at ${a}, after its end ${b}`
  report({ code: 'E_QUERY_RANGE_INVERTED', from, to, message })
  return true
}

/** `5..10` without brackets, and the way in which other languages write a range. */
const rangeHint = (text: string): string => (/\S\.\.|\.\.\S| to /i.test(text) ? '; a range is written [a .. b]' : '')

const numberForm = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i

function numberOf(word: Word, type: 'integer' | 'decimal', token: Token, report: Report): number | null {
  const text = word.text.trim()
  const value = numberForm.test(text) ? Number(text) : Number.NaN
  const refuse = (message: string): null => {
    report({ code: 'E_QUERY_TYPE', from: word.from, to: word.to, message })
    return null
  }
  if (type === 'integer' && !Number.isInteger(value)) {
    return refuse(`${token.name} is a whole number, ${shown(word.text)} is none${rangeHint(text)}`)
  }
  if (!Number.isFinite(value)) return refuse(`${token.name} is a number, ${shown(word.text)} is none${rangeHint(text)}`)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return refuse(`${shown(word.text)} is too large; numbers go up to ${Number.MAX_SAFE_INTEGER}`)
  }
  // -0 is 0.
  return value + 0
}

function dateOf(word: Word, token: Token, report: Report): DateBound | null {
  const parsed = parseDate(word.text.trim())
  if ('bound' in parsed) return parsed.bound
  const message = `${token.name} is a date, ${shown(word.text)} ${parsed.problem}${rangeHint(word.text)}`
  report({ code: 'E_QUERY_DATE', from: word.from, to: word.to, message })
  return null
}

const versionForm = /^[0-9A-Za-z][0-9A-Za-z.+~^:_-]*$/

function versionOf(word: Word, token: Token, report: Report): string | null {
  const text = word.text.trim()
  if (versionForm.test(text) && text.length <= 255) return text
  const wildcard = text.includes('*') ? '; in place of * write a comparison or a range' : ''
  const message = `${token.name} is a version such as 1.24.0 or 1:2.3-4, ${shown(word.text)} is none${wildcard}`
  report({ code: 'E_QUERY_TYPE', from: word.from, to: word.to, message })
  return null
}

function numberOrder({ low, high }: Range<number>, type: 'integer' | 'decimal'): Order {
  if (low === null || high === null) return 'fine'
  if (low.value > high.value) return 'inverted'
  const step = type === 'integer' ? 1 : 0
  const width = high.value - low.value - (low.included ? 0 : step) - (high.included ? 0 : step)
  const hasRoom = type === 'integer' ? width >= 0 : width > 0 || (low.included && high.included)
  return hasRoom ? 'fine' : 'empty'
}

// Dates from `now` on move with the day of evaluation, and months differ in length: a range is called empty only when it
// is on each of these.
const sampleDays = [Date.UTC(2001, 1, 1), Date.UTC(2004, 2, 31, 12), Date.UTC(2010, 6, 15, 23, 59)]

function dateOrder({ low, high }: Range<DateBound>): Order {
  if (low === null || high === null || low.value.kind !== high.value.kind) return 'fine'
  const orders = sampleDays.map(nowMs => dateOrderAt(low, high, nowMs))
  return orders.every(order => order === orders[0]) ? (orders[0] ?? 'fine') : 'fine'
}

function dateOrderAt(low: Bound<DateBound>, high: Bound<DateBound>, nowMs: number): Order {
  const [first, last] = [resolveDate(low.value, nowMs), resolveDate(high.value, nowMs)]
  if (first.fromMs > last.fromMs) return 'inverted'
  return (low.included ? first.fromMs : first.toMs) < (high.included ? last.toMs : last.fromMs) ? 'fine' : 'empty'
}

/** Which of two versions is greater depends on the object they are compared on. */
const versionOrder = ({ low, high }: Range<string>): Order =>
  low !== null && high !== null && low.value === high.value && !(low.included && high.included) ? 'empty' : 'fine'
