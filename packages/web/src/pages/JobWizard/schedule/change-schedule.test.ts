import { checkSchedule, type TimedSchedule } from '@patchyard/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repeatsOf, usualStart, weekdayOf, withStart, withType } from './change-schedule.ts'

const once: TimedSchedule = { type: 'once', start: '2027-01-12T21:00', zone: 'Europe/Berlin' }
const types = ['once', 'daily', 'weekly', 'monthlyDates', 'monthlyWeekdays', 'patchTuesday'] as const

describe('another rhythm', () => {
  it.each([
    ['weekly', { days: ['tuesday'] }],
    ['monthlyDates', { dates: [12], lastDay: false }],
    ['monthlyWeekdays', { weekdays: [{ nth: 2, weekday: 'tuesday' }] }],
    ['patchTuesday', { offsetDays: 0 }],
  ] as const)('%s takes its days from the start', (type, want) => {
    expect(withType(once, type)).toMatchObject({ ...want, start: once.start, zone: once.zone, every: 1, until: null })
  })

  it('the fifth of a weekday becomes the last, which every month has', () => {
    expect(withType({ ...once, start: '2027-03-30T21:00' }, 'monthlyWeekdays')).toMatchObject({
      weekdays: [{ nth: 'last', weekday: 'tuesday' }],
    })
  })

  it('is right whatever it was before', () => {
    const date = fc.date({ min: new Date('2027-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(date, fc.array(fc.constantFrom(...types), { maxLength: 5 }), (at, path) => {
        const start = `${at.toISOString().slice(0, 10)}T21:00`
        const end = path.reduce<TimedSchedule>(withType, { ...once, start })
        expect(checkSchedule(end).problems).toEqual([])
        expect(end.start).toBe(start)
      }),
    )
  })
})

it.each([
  ['2027-01-01T23:59', '2027-01-02T21:00'],
  ['2027-12-31T00:00', '2028-01-01T21:00'],
  ['2028-02-28T12:00', '2028-02-29T21:00'],
])('at %s the usual start is %s', (now, want) => {
  expect(usualStart(now)).toBe(want)
})

it.each([
  ['2027-01-11', 'monday'],
  ['2027-01-17', 'sunday'],
  ['2027-1', 'monday'],
])('%s is a %s', (date, want) => {
  expect(weekdayOf(date)).toBe(want)
})

it('the start changes by date or time alone', () => {
  expect(withStart(once, { date: '2028-02-29' }).start).toBe('2028-02-29T21:00')
  expect(withStart(once, { time: '' }).start).toBe('2027-01-12T')
})

it('a job that runs once repeats nothing', () => {
  expect(types.map(type => repeatsOf(withType(once, type)))).toEqual([
    null,
    'daily',
    'weekly',
    'monthly',
    'monthly',
    'monthly',
  ])
})
