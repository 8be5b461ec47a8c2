import { expect, test } from 'vitest'
import type { Schedule } from './schedule.ts'
import { scheduleRhythm, scheduleSummary } from './schedule-summary.ts'

const start = '2026-12-01T22:00'
const common = { start, zone: null, every: 1, until: null }
const agents = "at 22:00, the agent's time, from 1 December 2026"

test.each<[Schedule, string]>([
  [{ type: 'onDemand' }, 'On demand, as soon as it is enabled'],
  [{ type: 'once', start, zone: null }, "Once, on 1 December 2026 at 22:00, the agent's time"],
  [{ type: 'once', start, zone: 'Europe/Berlin' }, 'Once, on 1 December 2026 at 22:00, time of Europe/Berlin'],
  [{ type: 'daily', ...common }, `Every day ${agents}`],
  [{ type: 'daily', ...common, every: 2 }, `Every second day ${agents}`],
  [{ type: 'daily', ...common, every: 12 }, `Every 12th day ${agents}`],
  [{ type: 'weekly', ...common, days: ['tuesday'] }, `Every Tuesday ${agents}`],
  [{ type: 'weekly', ...common, every: 2, days: ['tuesday'] }, `Every second Tuesday ${agents}`],
  [
    { type: 'weekly', ...common, every: 2, days: ['friday', 'monday'] },
    `On Monday and Friday of every second week ${agents}`,
  ],
  [
    { type: 'weekly', ...common, days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] },
    `From Monday to Friday of every week ${agents}`,
  ],
  [
    { type: 'weekly', ...common, days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] },
    `Every day ${agents}`,
  ],
  [
    { type: 'monthlyDates', ...common, dates: [1, 2, 3, 11, 21], lastDay: true },
    `On the 1st, 2nd, 3rd, 11th, 21st and last day of every month ${agents}`,
  ],
  [
    { type: 'monthlyDates', ...common, every: 3, dates: [29, 31], lastDay: false },
    `On the 29th and 31st of every third month ${agents}; not in months without a 29th or 31st`,
  ],
  [
    {
      type: 'monthlyWeekdays',
      ...common,
      weekdays: [
        { nth: 2, weekday: 'tuesday' },
        { nth: 'last', weekday: 'friday' },
      ],
    },
    `On the second Tuesday and last Friday of every month ${agents}`,
  ],
  [
    { type: 'monthlyWeekdays', ...common, weekdays: [{ nth: 5, weekday: 'sunday' }] },
    `On the fifth Sunday of every month ${agents}; not in months without a fifth Sunday`,
  ],
  [{ type: 'patchTuesday', ...common, offsetDays: 0 }, `On Patch Tuesday of every month ${agents}`],
  [{ type: 'patchTuesday', ...common, offsetDays: 3 }, `3 days after Patch Tuesday of every month ${agents}`],
  [
    { type: 'patchTuesday', ...common, offsetDays: -1, every: 2, until: '2027-12-31' },
    `1 day before Patch Tuesday of every second month ${agents} until 31 December 2027`,
  ],
])('%j reads as %s', (schedule, sentence) => {
  expect(scheduleSummary(schedule)).toBe(sentence)
  expect(sentence.startsWith(scheduleRhythm(schedule))).toBe(true)
})
