import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { DateBound } from './date-bound.ts'
import { parseDate } from './parse-date.ts'
import { printDate } from './print-date.ts'
import { EARLIEST_MS, LATEST_MS, resolveDate } from './resolve-date.ts'

const NOW = '2024-03-31T13:45:30.250Z'

function bound(text: string): DateBound {
  const parsed = parseDate(text)
  if ('problem' in parsed) throw new Error(`${text} ${parsed.problem}`)
  return parsed.bound
}

/** Beginning and end (outside) of what a date means at NOW. */
function resolved(text: string): [string, string] {
  const { fromMs, toMs } = resolveDate(bound(text), Date.parse(NOW))
  return [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
}

describe('what a date stretches over', () => {
  it.each([
    ['2024', '2024-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'],
    ['0001', '0001-01-01T00:00:00.000Z', '0002-01-01T00:00:00.000Z'],
    ['0099-12', '0099-12-01T00:00:00.000Z', '0100-01-01T00:00:00.000Z'],
    ['2024-02', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2024-12', '2024-12-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z', '2000-03-01T00:00:00.000Z'],
    ['2024-03-31T12:00Z', '2024-03-31T12:00:00.000Z', '2024-03-31T12:01:00.000Z'],
    ['2024-03-31T12:00', '2024-03-31T12:00:00.000Z', '2024-03-31T12:01:00.000Z'],
    ['2024-03-31 12:00:05', '2024-03-31T12:00:05.000Z', '2024-03-31T12:00:06.000Z'],
    ['2024-03-31T12:00:05.5Z', '2024-03-31T12:00:05.500Z', '2024-03-31T12:00:05.501Z'],
    ['2024-03-31T12:00:05.123456789z', '2024-03-31T12:00:05.123Z', '2024-03-31T12:00:05.124Z'],
    ['2024-03-31T00:30+05:30', '2024-03-30T19:00:00.000Z', '2024-03-30T19:01:00.000Z'],
    ['2024-03-31T23:00:00-0800', '2024-04-01T07:00:00.000Z', '2024-04-01T07:00:01.000Z'],
    ['2024-03-31T12:00:00+02', '2024-03-31T10:00:00.000Z', '2024-03-31T10:00:01.000Z'],
    ['now', NOW, '2024-03-31T13:45:30.251Z'],
    ['NOW-1s', '2024-03-31T13:45:29.250Z', '2024-03-31T13:45:29.251Z'],
    ['now - 7d', '2024-03-24T13:45:30.250Z', '2024-03-24T13:45:30.251Z'],
    ['now+1h-30m', '2024-03-31T14:15:30.250Z', '2024-03-31T14:15:30.251Z'],
    ['now-2w', '2024-03-17T13:45:30.250Z', '2024-03-17T13:45:30.251Z'],
    ['now-1M', '2024-02-29T13:45:30.250Z', '2024-02-29T13:45:30.251Z'],
    ['now+1M', '2024-04-30T13:45:30.250Z', '2024-04-30T13:45:30.251Z'],
    ['now-13M', '2023-02-28T13:45:30.250Z', '2023-02-28T13:45:30.251Z'],
    ['now-4y', '2020-03-31T13:45:30.250Z', '2020-03-31T13:45:30.251Z'],
    ['now/s', '2024-03-31T13:45:30.000Z', '2024-03-31T13:45:31.000Z'],
    ['now/m', '2024-03-31T13:45:00.000Z', '2024-03-31T13:46:00.000Z'],
    ['now/h', '2024-03-31T13:00:00.000Z', '2024-03-31T14:00:00.000Z'],
    ['now/d', '2024-03-31T00:00:00.000Z', '2024-04-01T00:00:00.000Z'],
    ['now/w', '2024-03-25T00:00:00.000Z', '2024-04-01T00:00:00.000Z'],
    ['now/M', '2024-03-01T00:00:00.000Z', '2024-04-01T00:00:00.000Z'],
    ['now/y', '2024-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'],
    ['now-1M/M', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
  ])('%s is from %s to %s', (text, from, to) => {
    expect(resolved(text)).toEqual([from, to])
  })

  it.each([
    ['now-1000000y', EARLIEST_MS],
    ['now+1000000y', LATEST_MS],
    ['now+1000000M+1000000M', LATEST_MS],
  ])('%s stays in the years 1 to 9999', (text, want) => {
    expect(resolveDate(bound(text), Date.parse(NOW)).fromMs).toBe(want)
  })
})

describe('what is no date', () => {
  it.each([
    '',
    '24',
    '0000',
    '20245',
    '2024-1-5',
    '2024-00',
    '2024-13',
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-01-00',
    '2024-01-01T',
    '2024-01-01T24:00',
    '2024-01-01T12',
    '2024-01-01T12:60',
    '2024-01-01T12:00:60',
    '2024-01-01T12:00+15:00',
    '2024-01-01T12:00+02:60',
    '2024-03-31Z',
    '31.12.2015',
    '12/31/2015',
    'yesterday',
    'now-',
    'now-7',
    'now-7D',
    'now/',
    'now/q',
    'now-7d/d/d',
    'now--7d',
    'nowish',
    '٢٠٢٤',
    '2024-01-01T12:00:00.1234567890Z',
    'now-1000001d',
    `now${'+1d'.repeat(9)}`,
  ])('"%s"', text => {
    expect(parseDate(text)).toHaveProperty('problem')
  })
})

test('timestamps are read as JavaScript reads them', () => {
  const instant = fc.date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  const offset = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 59 }))
  fc.assert(
    fc.property(instant, offset, (date, [sign, hours, minutes]) => {
      const two = (part: number): string => String(part).padStart(2, '0')
      const text = date.toISOString().replace('Z', `${sign}${two(hours)}:${two(minutes)}`)
      expect(resolveDate(bound(text), 0).fromMs).toBe(Date.parse(text))
    }),
  )
})

test('any day is read as JavaScript reads it, or does not exist there either', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 9998 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (year, month, day) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        const parsed = parseDate(text)
        const theirs = new Date(`${text}T00:00:00Z`)
        // Date takes 2023-02-30 for the second of March.
        const exists = !Number.isNaN(theirs.getTime()) && theirs.toISOString().startsWith(text)
        expect('bound' in parsed).toBe(exists)
        if ('bound' in parsed) expect(resolveDate(parsed.bound, 0).fromMs).toBe(theirs.getTime())
      },
    ),
  )
})

test('a rounded time holds the time that was rounded', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: EARLIEST_MS, max: LATEST_MS }),
      fc.constantFrom('s', 'm', 'h', 'd', 'w', 'M', 'y'),
      (nowMs, unit) => {
        const { fromMs, toMs } = resolveDate(bound(`now/${unit}`), nowMs)
        expect(fromMs).toBeLessThanOrEqual(nowMs)
        expect(toMs).toBeGreaterThanOrEqual(nowMs)
        expect(new Date(fromMs).getUTCMilliseconds()).toBe(0)
      },
    ),
  )
})

test('what is printed is read as the same', () => {
  const texts = [
    '0001',
    '2024',
    '2024-02',
    '2024-02-29',
    '2024-03-31T12:00Z',
    '2024-03-31T12:00:05+05:30',
    '2024-03-31T12:00:05.5Z',
    'now',
    'now-7d+1h/d',
    'now-0d',
    '9999',
  ]
  for (const text of texts) expect(bound(printDate(bound(text)))).toEqual(bound(text))
})
