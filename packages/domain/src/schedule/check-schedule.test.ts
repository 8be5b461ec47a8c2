import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { checkSchedule, checkWindow } from './check-schedule.ts'
import { nextRun } from './runs/next-run.ts'
import { scheduleProblemTexts } from './schedule-problem.ts'
import { scheduleText } from './schedule-text.ts'
import { timedSchedule } from './testing/some-schedules.ts'

const daily = { type: 'daily', start: '2027-01-05T22:00', zone: null, every: 1, until: null }
const weekly = { ...daily, type: 'weekly', days: ['tuesday'] }
const dates = { ...daily, type: 'monthlyDates', dates: [1], lastDay: false }
const nth = { ...daily, type: 'monthlyWeekdays', weekdays: [{ nth: 2, weekday: 'tuesday' }] }
const patchTuesday = { ...daily, type: 'patchTuesday', offsetDays: 3 }
const problemsOf = (value: unknown, nowMs?: number) =>
  checkSchedule(value, nowMs === undefined ? {} : { nowMs }).problems

describe('is taken', () => {
  it.each([
    ['on demand', { type: 'onDemand' }],
    [
      'once, at a time that the spring day of Berlin skips',
      { type: 'once', start: '2027-03-28T02:30', zone: 'Europe/Berlin' },
    ],
    ['daily', daily],
    ['weekly', weekly],
    ['a leap day each year that has one', { ...dates, every: 12, start: '2028-02-01T22:00', dates: [29] }],
    ['the last day alone', { ...dates, dates: [], lastDay: true }],
    [
      'the last and the fifth Friday',
      {
        ...nth,
        weekdays: [
          { nth: 5, weekday: 'friday' },
          { nth: 'last', weekday: 'friday' },
        ],
      },
    ],
    ['27 days before Patch Tuesday', { ...patchTuesday, offsetDays: -27 }],
    ['an end on the day of the start', { ...daily, until: '2027-01-05' }],
    ['an old name of a zone', { ...daily, zone: 'US/Pacific' }],
  ])('%s', (_claim, schedule) => {
    expect(checkSchedule(schedule).problems).toEqual([])
  })

  it('with lists in order and without doubles', () => {
    const { schedule } = checkSchedule({ ...weekly, days: ['sunday', 'monday', 'sunday'] })
    expect(schedule).toMatchObject({ days: ['monday', 'sunday'] })
  })
})

describe('is refused', () => {
  it.each([
    [null, 'schedule_malformed', '', 'a schedule is an object, not null'],
    [[daily], 'schedule_malformed', '', 'a schedule is an object, not a list of 1'],
    ['FREQ=SECONDLY', 'schedule_malformed', '', 'a schedule is an object, not "FREQ=SECONDLY"'],
    [{ type: 'secondly' }, 'schedule_type', 'type', 'type: "secondly" is none of onDemand, once, daily'],
    [{ type: '__proto__' }, 'schedule_type', 'type', 'type: "__proto__" is none of'],
    [{ ...daily, count: 1e9 }, 'schedule_member_unknown', 'count', 'a schedule of type daily has no member "count"'],
    [
      { type: 'onDemand', start: daily.start },
      'schedule_member_unknown',
      'start',
      'type onDemand has no member "start"',
    ],
    [{ ...daily, every: 0 }, 'schedule_every', 'every', 'every: 0 is not a whole number from 1 to 366'],
    [{ ...daily, every: 1.5 }, 'schedule_every', 'every', 'every: 1.5 is not a whole number'],
    [{ ...weekly, every: 53 }, 'schedule_every', 'every', 'from 1 to 52'],
    [
      { ...daily, start: '2027-02-29T22:00' },
      'schedule_start',
      'start',
      'start: "2027-02-29T22:00" is not a date that exists',
    ],
    [{ ...daily, start: '2027-02-28T24:00' }, 'schedule_start', 'start', 'is not a date that exists with a time'],
    [{ ...daily, start: '2016-12-31T23:59:60' }, 'schedule_start', 'start', 'like 2027-01-05T22:00'],
    [{ ...daily, start: '1999-12-31T22:00' }, 'schedule_start', 'start', 'of the years 2000 to 2199'],
    [{ ...daily, start: undefined }, 'schedule_start', 'start', 'start: nothing is not a date'],
    [{ ...daily, until: '2027-11-31' }, 'schedule_until', 'until', 'until: "2027-11-31" is not a date that exists'],
    [
      { ...daily, until: '2027-01-04' },
      'schedule_until_before_start',
      'until',
      '2027-01-04 lies before the start, 2027-01-05T22:00',
    ],
    [{ ...weekly, until: '2027-01-11', days: ['monday'], start: '2027-01-05T22:00', every: 1 }, null, '', ''],
    [{ ...weekly, until: '2027-01-10', days: ['monday'] }, 'schedule_never', '', 'there is no day on which this runs'],
    [{ ...dates, until: '2027-01-30', dates: [31] }, 'schedule_never', '', 'from 2027-01-05T22:00 until 2027-01-30'],
    [
      { ...daily, zone: 'Europe/Atlantis' },
      'schedule_zone',
      'zone',
      'zone: "Europe/Atlantis" is not a time zone of the IANA list',
    ],
    [{ ...daily, zone: 'UTC+25' }, 'schedule_zone', 'zone', '"UTC+25"'],
    [{ ...daily, zone: '../../etc/localtime' }, 'schedule_zone', 'zone', '"../../etc/localtime"'],
    [{ ...daily, zone: '+02:00' }, 'schedule_zone', 'zone', '"+02:00"'],
    [{ ...daily, zone: '' }, 'schedule_zone', 'zone', 'nor null for the zone of each agent'],
    [{ ...weekly, days: [] }, 'schedule_days', 'days', 'days: a list of 0 is not a list of 1 to 100 weekdays'],
    [{ ...weekly, days: ['Tuesday'] }, 'schedule_days', 'days', 'holds "Tuesday", which is none of weekdays'],
    [{ ...weekly, days: '0010000' }, 'schedule_days', 'days', 'days: "0010000" is not a list'],
    [{ ...weekly, days: [undefined] }, 'schedule_days', 'days', 'holds nothing'],
    [{ ...dates, dates: [0] }, 'schedule_dates', 'dates', 'holds 0, which is none of dates of a month (1 to 31)'],
    [{ ...dates, dates: [32] }, 'schedule_dates', 'dates', 'holds 32'],
    [{ ...dates, dates: [] }, 'schedule_dates', 'dates', 'neither a date of the month nor its last day is chosen'],
    [{ ...dates, lastDay: 'yes' }, 'schedule_dates', 'lastDay', 'lastDay: "yes" is neither true nor false'],
    [{ ...nth, weekdays: [{ nth: 6, weekday: 'tuesday' }] }, 'schedule_weekdays', 'weekdays', 'holds an object'],
    [
      { ...nth, weekdays: [{ nth: 2, weekday: 'tuesday', hour: 4 }] },
      'schedule_weekdays',
      'weekdays',
      'holds an object',
    ],
    [{ ...patchTuesday, offsetDays: 28 }, 'schedule_offset', 'offsetDays', 'from -27 to 27'],
  ])('%j', (value, code, at, message) => {
    const problems = problemsOf(value)
    if (code === null) return expect(problems).toEqual([])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ code, at })
    expect(problems[0]?.message).toContain(message)
  })

  it('with everything that is wrong at once', () => {
    const problems = problemsOf({
      type: 'weekly',
      start: 'soon',
      zone: 7,
      every: null,
      until: true,
      days: {},
      count: 1,
    })
    expect(problems.map(problem => problem.at)).toEqual(['count', 'start', 'zone', 'until', 'every', 'days'])
  })

  const now = Date.parse('2027-01-05T22:00:30Z')
  it.each([
    ['in the minute that runs', { ...daily, zone: 'UTC' }, true],
    ['a minute ago', { ...daily, zone: 'UTC', start: '2027-01-05T21:59' }, false],
    ['in Berlin, where it is over for an hour', { ...daily, zone: 'Europe/Berlin' }, false],
    ['in New York, where it is still to come', { ...daily, zone: 'America/New_York' }, true],
    [
      'in the zones of the agents, while one zone on earth has not reached it',
      { ...daily, start: '2027-01-05T10:00' },
      true,
    ],
    ['in the zones of the agents, when all have', { ...daily, start: '2027-01-05T09:58' }, false],
  ])('a start %s: taken is %3$s', (_claim, schedule, taken) => {
    expect(problemsOf(schedule, now).map(problem => problem.code)).toEqual(taken ? [] : ['schedule_start_past'])
  })
})

test('nothing from outside makes the check throw; what it takes has a next run that can be asked for', () => {
  const members = ['type', 'start', 'zone', 'every', 'until', 'days', 'dates', 'lastDay', 'weekdays', 'offsetDays', 'x']
  const odd = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    fc.constantFrom('daily', 'once', 'weekly', '2027-01-05T22:00', 1, null, []),
  )
  const anything = fc.oneof(
    odd,
    fc.dictionary(fc.constantFrom(...members), odd),
    fc
      .tuple(timedSchedule, fc.dictionary(fc.constantFrom(...members), odd))
      .map(([good, bad]) => ({ ...good, ...bad })),
  )
  fc.assert(
    fc.property(anything, value => {
      const { schedule, problems } = checkSchedule(value, { nowMs: 0 })
      for (const { code, message } of problems) {
        expect(scheduleProblemTexts).toHaveProperty(code)
        expect(message.length).toBeLessThan(400)
      }
      if (schedule !== null) nextRun(schedule, 'UTC', Date.UTC(2030))
      else expect(problems.length).toBeGreaterThan(0)
    }),
    { numRuns: 1500 },
  )
})

test('what is taken is taken again unchanged, and its text says it all', () => {
  fc.assert(
    fc.property(timedSchedule, schedule => {
      const { schedule: tidy } = checkSchedule(schedule)
      if (tidy === null) return
      expect(checkSchedule(JSON.parse(scheduleText(schedule)))).toEqual({ schedule: tidy, problems: [] })
      expect(scheduleText(tidy)).toBe(scheduleText(schedule))
    }),
    { numRuns: 300 },
  )
})

test.each([
  [null, []],
  [{ appliesTo: 'start', minutes: 1 }, []],
  [{ appliesTo: 'finish', minutes: 10_080 }, []],
  [{ appliesTo: 'finish', minutes: 0 }, ['minutes']],
  [{ appliesTo: 'finish', minutes: 40 * 1440 }, ['minutes']],
  [{ appliesTo: 'both', minutes: Number.NaN }, ['appliesTo', 'minutes']],
  [{ appliesTo: 'start', minutes: 60, hours: 1 }, ['hours']],
  [6, ['']],
])('window %j: wrong is %j', (window, wrong) => {
  expect(checkWindow(window).map(problem => problem.at)).toEqual(wrong)
})
