import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { blackoutSpans, mergeSpans, spanEnd } from './blackout-instants.ts'
import { type BlackoutWindow, weekdays } from './profile-document.ts'
import { instantOfWall, wallMs } from '../zones/wall-time.ts'

const DAY = 86_400_000
const at = (text: string) => Date.parse(text)
const said = (windows: readonly BlackoutWindow[], zone: string, from: string, days = 7) =>
  blackoutSpans(windows, zone, at(from), at(from) + days * DAY).map(
    span => `${new Date(span.from).toISOString().slice(0, 16)}/${new Date(span.to).toISOString().slice(0, 16)}`,
  )
const window = (days: BlackoutWindow['days'], from: string, minutes: number, zone: string | null = null) => ({
  days,
  from,
  minutes,
  zone,
})

describe('windows become instants', () => {
  // 2026-11-22 is a Sunday.
  it.each([
    [
      'in the zone of the window',
      [window(['monday'], '08:00', 60, 'Europe/Berlin')],
      'UTC',
      '2026-11-22T00:00Z',
      ['2026-11-23T07:00/2026-11-23T08:00'],
    ],
    [
      'without a zone in that of the asset',
      [window(['monday'], '08:00', 60)],
      'America/New_York',
      '2026-11-22T00:00Z',
      ['2026-11-23T13:00/2026-11-23T14:00'],
    ],
    [
      'in UTC where the asset has a zone that nobody knows',
      [window(['monday'], '08:00', 60)],
      'Moon/Crater',
      '2026-11-22T00:00Z',
      ['2026-11-23T08:00/2026-11-23T09:00'],
    ],
    [
      'over midnight',
      [window(['saturday'], '23:00', 120, 'UTC')],
      '',
      '2026-11-22T00:00Z',
      ['2026-11-21T23:00/2026-11-22T01:00', '2026-11-28T23:00/2026-11-29T01:00'],
    ],
    [
      'the one that lasts now is among them',
      [window(['sunday'], '00:00', 600, 'UTC')],
      '',
      '2026-11-22T05:00Z',
      ['2026-11-22T00:00/2026-11-22T10:00', '2026-11-29T00:00/2026-11-29T10:00'],
    ],
    [
      'those that touch are one',
      [window(['monday'], '08:00', 60, 'UTC'), window(['monday'], '09:00', 60, 'UTC')],
      '',
      '2026-11-22T00:00Z',
      ['2026-11-23T08:00/2026-11-23T10:00'],
    ],
    // Berlin, 2026-03-29: 02:00 becomes 03:00. 02:30 is not there and counts as 03:30, an hour later than written.
    [
      'a time that the spring day skips comes an hour later',
      [window(['sunday'], '02:30', 30, 'Europe/Berlin')],
      '',
      '2026-03-28T00:00Z',
      ['2026-03-29T01:30/2026-03-29T02:00'],
    ],
    // Berlin, 2026-10-25: 02:30 comes twice, at 00:30Z and 01:30Z.
    [
      'of a time that the autumn day has twice the first counts',
      [window(['sunday'], '02:30', 30, 'Europe/Berlin')],
      '',
      '2026-10-24T00:00Z',
      ['2026-10-25T00:30/2026-10-25T01:00'],
    ],
  ])('%s', (_claim, windows, zone, from, want) => {
    expect(said(windows, zone, from)).toEqual(want)
  })
})

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
]
const someWindow = fc.record({
  days: fc.subarray([...weekdays], { minLength: 1 }),
  from: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(pair => pair.map(n => String(n).padStart(2, '0')).join(':')),
  minutes: fc.integer({ min: 1, max: 2880 }),
  zone: fc.option(fc.constantFrom(...zones)),
})

test('an instant lies in a span exactly when the wall clock says so (looked at minute by minute, away from changes of the clock)', () => {
  // Northern winter and southern summer: no zone of the list changes its clock in these weeks.
  const start = at('2026-12-01T00:00Z')
  fc.assert(
    fc.property(
      fc.array(someWindow, { maxLength: 3 }),
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 14 * 1440 }),
      (windows, zone, minute) => {
        const now = start + minute * 60_000
        const inside = windows.some(one => {
          const wall = wallMs(now, one.zone ?? zone)
          const [hour = 0, minutes = 0] = one.from.split(':').map(Number)
          for (let day = 0; day <= 2; day += 1) {
            const midnight = Math.floor(wall / DAY) * DAY - day * DAY
            const name = weekdays[(new Date(midnight).getUTCDay() + 6) % 7]
            const begin = midnight + (hour * 60 + minutes) * 60_000
            if (name !== undefined && one.days.includes(name) && begin <= wall && wall < begin + one.minutes * 60_000)
              return true
          }
          return false
        })
        const spans = blackoutSpans(windows, zone, start, start + 14 * DAY)
        expect(spanEnd(spans, now) !== null).toBe(inside)
      },
    ),
  )
})

test('a wall time that exists goes there and back in every zone', () => {
  fc.assert(
    fc.property(fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') }), fc.constantFrom(...zones), (ms, zone) => {
      const instant = Math.floor(ms / 1000) * 1000
      const wall = wallMs(instant, zone)
      const back = instantOfWall(wall, zone)
      expect(wallMs(back, zone)).toBe(wall)
      expect(back).toBeLessThanOrEqual(instant)
    }),
  )
})

test('merged spans are in order, apart, and cover what they covered', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }))
    .map(([from, length]) => ({ from, to: from + length }))
  fc.assert(
    fc.property(fc.array(span), spans => {
      const merged = mergeSpans(spans)
      merged.forEach((one, i) => expect(one.from).toBeGreaterThan(merged[i - 1]?.to ?? -1))
      for (let t = 0; t < 90; t += 1) {
        expect(spanEnd(merged, t) !== null).toBe(spans.some(one => one.from <= t && t < one.to))
      }
    }),
  )
})
