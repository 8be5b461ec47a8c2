import { describe, expect, it } from 'vitest'
import { scheduleOf, type ScheduleOptions, windowOf } from './schedule-option.ts'

const start = '2027-01-05T22:00'
const common = { start, zone: null, every: 1, until: null }

describe('--schedule', () => {
  it.each<[ScheduleOptions, object | null | undefined]>([
    [{}, undefined],
    [{ schedule: 'none' }, null],
    [{ schedule: 'on-demand' }, { type: 'onDemand' }],
    [
      { schedule: 'once', start, zone: 'Europe/Berlin' },
      { type: 'once', start, zone: 'Europe/Berlin' },
    ],
    [
      { schedule: 'daily', start, every: '2' },
      { type: 'daily', ...common, every: 2 },
    ],
    [
      { schedule: 'weekly:friday,monday', start },
      { type: 'weekly', ...common, days: ['monday', 'friday'] },
    ],
    [
      { schedule: 'monthly:15,1,last', start },
      { type: 'monthlyDates', ...common, dates: [1, 15], lastDay: true },
    ],
    [
      { schedule: 'monthly:last', start },
      { type: 'monthlyDates', ...common, dates: [], lastDay: true },
    ],
    [
      { schedule: 'monthly:2nd-tuesday', start, until: '2027-12-31' },
      { type: 'monthlyWeekdays', ...common, until: '2027-12-31', weekdays: [{ nth: 2, weekday: 'tuesday' }] },
    ],
    [
      { schedule: 'monthly:last-friday,1st-monday', start },
      {
        type: 'monthlyWeekdays',
        ...common,
        weekdays: [
          { nth: 1, weekday: 'monday' },
          { nth: 'last', weekday: 'friday' },
        ],
      },
    ],
    [
      { schedule: 'patch-tuesday', start },
      { type: 'patchTuesday', ...common, offsetDays: 0 },
    ],
    [
      { schedule: 'patch-tuesday+3', start },
      { type: 'patchTuesday', ...common, offsetDays: 3 },
    ],
    [
      { schedule: 'patch-tuesday-2', start },
      { type: 'patchTuesday', ...common, offsetDays: -2 },
    ],
  ])('%j', (options, want) => {
    expect(scheduleOf(options)).toEqual(want)
  })

  it.each<[ScheduleOptions, string]>([
    [{ schedule: 'hourly', start }, 'no such schedule'],
    [{ schedule: 'daily:monday', start }, 'no such schedule'],
    [{ schedule: 'monthly', start }, 'no such schedule'],
    [{ schedule: 'monthly:1,2nd-tuesday', start }, 'no such schedule'],
    [{ schedule: 'monthly:6th-monday', start }, 'no such schedule'],
    [{ schedule: 'weekly', start }, 'days'],
    [{ schedule: 'weekly:someday', start }, 'someday'],
    [{ schedule: 'daily' }, 'start: nothing'],
    [{ schedule: 'daily', start: '2027-02-30T22:00' }, 'start'],
    [{ schedule: 'daily', start, every: 'x' }, 'every'],
    [{ schedule: 'daily', start, zone: 'Europe/Atlantis' }, 'Europe/Atlantis'],
    [{ schedule: 'patch-tuesday+28', start }, 'offsetDays'],
    [{ start }, 'need --schedule'],
  ])('%j is refused', (options, said) => {
    expect(() => scheduleOf(options)).toThrow(said)
  })
})

describe('--window', () => {
  it('is about the end on Linux and about the start elsewhere, unless it is said', () => {
    expect(windowOf({ window: '60' }, 'linux')).toEqual({ appliesTo: 'finish', minutes: 60 })
    expect(windowOf({ window: '60' }, 'windows')).toEqual({ appliesTo: 'start', minutes: 60 })
    expect(windowOf({ window: '60', windowFor: 'start' }, 'linux')).toEqual({ appliesTo: 'start', minutes: 60 })
  })

  it('may be none, or not said', () => {
    expect(windowOf({ window: '0' }, 'linux')).toBeNull()
    expect(windowOf({}, 'linux')).toBeUndefined()
  })

  it.each<[ScheduleOptions, string]>([
    [{ window: 'x' }, 'minutes'],
    [{ window: '10081' }, 'minutes'],
    [{ windowFor: 'start' }, 'needs --window'],
  ])('%j is refused', (options, said) => {
    expect(() => windowOf(options, 'linux')).toThrow(said)
  })
})
