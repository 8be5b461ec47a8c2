import { describe, expect, it, test } from 'vitest'
import type { ZoneRules } from '../../zones/zone-rules.ts'
import { platformZones } from '../../zones/zone-rules.ts'
import type { PatchWindow, Schedule, TimedSchedule } from '../schedule.ts'
import { nextJobRun, nextJobRuns, runNamed } from './job-runs.ts'
import { movedRuns } from './moved-runs.ts'
import { nextRun, nextRuns, previousRun, runsBetween } from './next-run.ts'
import { previewRuns } from './preview-runs.ts'

const at = (text: string): number => Date.parse(text)
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16)
const common = { start: '2026-11-04T02:30', zone: 'Europe/Berlin', every: 1, until: null } as const
const daily: TimedSchedule = { type: 'daily', ...common }

const names = (schedule: Schedule, after = '2026-11-04T00:00Z', count = 5) =>
  nextRuns(schedule, 'UTC', at(after), count).map(run => run.nominal.slice(0, 10))

describe('the first run is the first that fits at or after the start, and the rest is counted from it', () => {
  // 4 November 2026 is a Wednesday.
  it.each<[string, Schedule, string[]]>([
    ['every third day', { ...daily, every: 3 }, ['2026-11-04', '2026-11-07', '2026-11-10', '2026-11-13', '2026-11-16']],
    [
      'every second Monday, from the next Monday',
      { type: 'weekly', ...common, every: 2, days: ['monday'] },
      ['2026-11-09', '2026-11-23', '2026-12-07', '2026-12-21', '2027-01-04'],
    ],
    [
      'every second week on Monday and Friday, from this week, whose Monday is over',
      { type: 'weekly', ...common, every: 2, days: ['monday', 'friday'] },
      ['2026-11-06', '2026-11-16', '2026-11-20', '2026-11-30', '2026-12-04'],
    ],
    [
      'every third month on the 3rd, from December',
      { type: 'monthlyDates', ...common, every: 3, dates: [3], lastDay: false },
      ['2026-12-03', '2027-03-03', '2027-06-03', '2027-09-03', '2027-12-03'],
    ],
    [
      'the 30th and the last day: February has its last day alone',
      { type: 'monthlyDates', ...common, start: '2027-01-30T02:30', dates: [30], lastDay: true },
      ['2027-01-30', '2027-01-31', '2027-02-28', '2027-03-30', '2027-03-31'],
    ],
    [
      'the 31st: short months have no run',
      { type: 'monthlyDates', ...common, dates: [31], lastDay: false },
      ['2026-12-31', '2027-01-31', '2027-03-31', '2027-05-31', '2027-07-31'],
    ],
    [
      'the fifth Friday, which few months have',
      { type: 'monthlyWeekdays', ...common, weekdays: [{ nth: 5, weekday: 'friday' }] },
      ['2027-01-29', '2027-04-30', '2027-07-30', '2027-10-29', '2027-12-31'],
    ],
    [
      'Patch Tuesday, which is the second and not the first after the first Monday',
      { type: 'patchTuesday', ...common, offsetDays: 0 },
      ['2026-11-10', '2026-12-08', '2027-01-12', '2027-02-09', '2027-03-09'],
    ],
    [
      '27 days after Patch Tuesday, in the month after',
      { type: 'patchTuesday', ...common, offsetDays: 27 },
      ['2026-11-09', '2026-12-07', '2027-01-04', '2027-02-08', '2027-03-08'],
    ],
    [
      'until a date, which belongs to it',
      { ...daily, until: '2026-11-06' },
      ['2026-11-04', '2026-11-05', '2026-11-06'],
    ],
    ['once', { type: 'once', start: '2026-11-04T02:30', zone: null }, ['2026-11-04']],
    ['on demand: none that could be computed', { type: 'onDemand' }, []],
  ])('%s', (_claim, schedule, want) => {
    expect(names(schedule)).toEqual(want)
  })
})

test('after the last run there is none, before the first neither', () => {
  const ended: Schedule = { ...daily, until: '2026-11-06' }
  expect(nextRun(ended, '', at('2026-11-06T01:30Z'))).toBeNull()
  expect(previousRun(ended, '', at('2026-11-04T01:30Z'))).toBeNull()
  expect(previousRun(ended, '', at('2031-01-01T00:00Z'))?.nominal).toBe('2026-11-06T02:30')
  expect(runsBetween(ended, '', 0, at('2040-01-01T00:00Z'))).toHaveLength(3)
})

test('the day that Samoa left out has its run with that of the day after, once', () => {
  const schedule: Schedule = { ...daily, start: '2011-12-01T22:00', zone: 'Pacific/Apia' }
  const runs = runsBetween(schedule, '', at('2011-12-29T00:00Z'), at('2012-01-02T00:00Z'))
  expect(runs.map(run => `${run.nominal} ${iso(run.atMs)} ${run.reading}`)).toEqual([
    '2011-12-28T22:00 2011-12-29T08:00 exact',
    '2011-12-29T22:00 2011-12-30T08:00 exact',
    '2011-12-31T22:00 2011-12-31T08:00 exact',
    '2012-01-01T22:00 2012-01-01T08:00 exact',
  ])
  // A job of Fridays alone is not left out with its Friday.
  const fridays: Schedule = { ...schedule, type: 'weekly', days: ['friday'] }
  expect(runsBetween(fridays, '', at('2011-12-26T00:00Z'), at('2012-01-02T00:00Z')).map(run => iso(run.atMs))).toEqual([
    '2011-12-31T08:00',
  ])
})

describe('in the zone of the agents', () => {
  const schedule: TimedSchedule = { ...daily, zone: null, start: '2026-11-24T22:00' }
  it.each([
    ['Pacific/Kiritimati', '2026-11-24T08:00'],
    ['Europe/Berlin', '2026-11-24T21:00'],
    ['Etc/GMT+12', '2026-11-25T10:00'],
    ['Moon/Crater', '2026-11-24T22:00'],
    ['', '2026-11-24T22:00'],
  ])('%j: 22:00 is %s', (zone, want) => {
    expect(iso(nextRun(schedule, zone, at('2026-11-20T00:00Z'))?.atMs ?? 0)).toBe(want)
  })

  it('one run of the job goes from the first zone to the last', () => {
    const zones = ['Etc/GMT+12', 'Europe/Berlin', 'Pacific/Kiritimati']
    const run = nextJobRun(schedule, zones, at('2026-11-24T07:59Z'))
    expect(run).toEqual({
      nominal: '2026-11-24T22:00',
      firstMs: at('2026-11-24T08:00Z'),
      lastMs: at('2026-11-25T10:00Z'),
    })
    expect(nextJobRun(schedule, zones, at('2026-11-24T08:00Z'))?.nominal).toBe('2026-11-25T22:00')
    const three = nextJobRuns(schedule, zones, at('2026-11-24T07:59Z'), 3)
    expect(three.map(one => one.nominal)).toEqual(['2026-11-24T22:00', '2026-11-25T22:00', '2026-11-26T22:00'])
    expect(nextJobRuns({ type: 'onDemand' }, zones, 0, 3)).toEqual([])
  })

  it.each([['2026-11-24T22:01'], ['2026-11-23T22:00'], ['2026-02-30T22:00'], ['soon']])('%s names no run', nominal => {
    expect(runNamed(schedule, nominal, 'UTC')).toBeNull()
  })
})

describe('the preview', () => {
  const window: PatchWindow = { appliesTo: 'finish', minutes: 240 }
  const shown = (zone: string, start: string) =>
    previewRuns({ ...daily, zone, start }, window, '', at(`${start}:00Z`) - 2 * 86_400_000, 1).map(run => [
      iso(run.atMs),
      run.wall,
      run.offsetMinutes,
      run.windowEnd?.wall,
      run.notes.map(note => note.code),
    ])
  it.each([
    [
      'an ordinary night',
      'Europe/Berlin',
      '2026-11-24T02:30',
      ['2026-11-24T01:30', '2026-11-24T02:30', 60, '2026-11-24T06:30', []],
    ],
    [
      'a start that is skipped',
      'Europe/Berlin',
      '2026-03-29T02:30',
      ['2026-03-29T01:30', '2026-03-29T03:30', 120, '2026-03-29T07:30', ['start_skipped']],
    ],
    [
      'a start at the first minute that is skipped',
      'Europe/Berlin',
      '2026-03-29T02:00',
      ['2026-03-29T01:00', '2026-03-29T03:00', 120, '2026-03-29T07:00', ['start_skipped']],
    ],
    [
      'a start that comes twice',
      'Europe/Berlin',
      '2026-10-25T02:30',
      ['2026-10-25T00:30', '2026-10-25T02:30', 120, '2026-10-25T05:30', ['start_repeated', 'window_clock_back']],
    ],
    [
      'a change inside the window',
      'Europe/Berlin',
      '2026-03-29T01:00',
      ['2026-03-29T00:00', '2026-03-29T01:00', 60, '2026-03-29T06:00', ['window_clock_forward']],
    ],
    [
      'half an hour',
      'Australia/Lord_Howe',
      '2026-10-04T02:10',
      ['2026-10-03T15:40', '2026-10-04T02:40', 660, '2026-10-04T06:40', ['start_skipped']],
    ],
  ])('shows %s', (_claim, zone, start, want) => {
    expect(shown(zone, start)).toEqual([want])
  })

  it('says in a sentence what the clock does', () => {
    const schedule: Schedule = { ...daily, start: '2026-03-27T02:30' }
    const runs = previewRuns(schedule, window, '', at('2026-03-26T00:00Z'))
    expect(runs).toHaveLength(10)
    expect(runs.flatMap(run => run.notes.map(note => note.message))).toEqual([
      'Clock change: 02:30 does not exist on this day. The run begins when the clock shows 03:30.',
    ])
    const autumn = previewRuns({ ...schedule, start: '2026-10-25T01:00' }, window, '', at('2026-10-24T00:00Z'), 1)
    expect(autumn[0]?.notes[0]?.message).toBe(
      'Clock change: the clock is set back by 1 h inside the window, which keeps its length and ends when the clock shows 04:00.',
    )
  })

  it('has nothing to show on demand', () => {
    expect(previewRuns({ type: 'onDemand' }, window, 'UTC', 0)).toEqual([])
  })
})

test('when a government keeps summer time, runs that have not begun move and say so', () => {
  const kept: ZoneRules = {
    knows: platformZones.knows,
    offsetMs: (zone, ms) =>
      zone === 'Europe/Berlin' && ms >= at('2026-10-25T01:00Z') ? 7_200_000 : platformZones.offsetMs(zone, ms),
  }
  const planned = nextRuns(daily, '', at('2026-11-04T00:00Z'), 3).map((run, i) => ({ ...run, begun: i === 0 }))
  const moved = movedRuns(planned, daily, '', kept)
  expect(moved.map(run => [run.nominal, iso(run.fromMs), iso(run.toMs), run.reason])).toEqual([
    ['2026-11-05T02:30', '2026-11-05T01:30', '2026-11-05T00:30', 'zone_rules_changed'],
    ['2026-11-06T02:30', '2026-11-06T01:30', '2026-11-06T00:30', 'zone_rules_changed'],
  ])
  expect(moved[0]?.message).toBe(
    'The rules of the time zone Europe/Berlin have changed: the run of 2026-11-05 02:30 begins at 2026-11-05 00:30 UTC, not at 2026-11-05 01:30 UTC.',
  )
  expect(movedRuns(planned, daily, '')).toEqual([])
  expect(movedRuns(planned, { ...daily, zone: 'UTC' }, '', kept)).toHaveLength(2)
})
