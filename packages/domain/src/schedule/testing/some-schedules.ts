import fc from 'fast-check'
import { weekdays } from '../../profiles/profile-document.ts'
import { formatDate } from '../../zones/civil-date.ts'
import { nths, type PatchWindow, type RecurringSchedule, type TimedSchedule } from '../schedule.ts'

// Schedules of every type at random, valid ones only: times of day are mostly those at which clocks change.

/** Every zone that the platform names, and old names of them. */
export const zones: readonly string[] = [
  ...Intl.supportedValuesOf('timeZone'),
  'UTC',
  'US/Eastern',
  'Etc/GMT-14',
  'GMT0',
]

const time = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:15', '02:30', '03:00', '23:59') },
  fc.nat(1439).map(minute => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`),
)
const start = fc.tuple(fc.integer({ min: 11_000, max: 33_000 }), time).map(([day, at]) => `${formatDate(day)}T${at}`)

const common = (most: number) => ({
  start,
  zone: fc.option(fc.constantFrom(...zones)),
  every: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: most })),
  until: fc.option(fc.integer({ min: 33_000, max: 40_000 }).map(formatDate)),
})

export const recurringSchedule: fc.Arbitrary<RecurringSchedule> = fc.oneof(
  fc.record({ type: fc.constant('daily' as const), ...common(366) }),
  fc.record({
    type: fc.constant('weekly' as const),
    ...common(52),
    days: fc.subarray([...weekdays], { minLength: 1 }),
  }),
  fc.record({
    type: fc.constant('monthlyDates' as const),
    ...common(12),
    dates: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 4 }),
    lastDay: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('monthlyWeekdays' as const),
    ...common(12),
    weekdays: fc.array(fc.record({ nth: fc.constantFrom(...nths), weekday: fc.constantFrom(...weekdays) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({
    type: fc.constant('patchTuesday' as const),
    ...common(12),
    offsetDays: fc.integer({ min: -27, max: 27 }),
  }),
)

export const timedSchedule: fc.Arbitrary<TimedSchedule> = fc.oneof(
  { weight: 6, arbitrary: recurringSchedule },
  fc.record({ type: fc.constant('once' as const), start, zone: fc.option(fc.constantFrom(...zones)) }),
)

export const windows: fc.Arbitrary<PatchWindow | null> = fc.option(
  fc.record({
    appliesTo: fc.constantFrom('start' as const, 'finish' as const),
    minutes: fc.integer({ min: 1, max: 3000 }),
  }),
)

function two(n: number): string {
  return String(n).padStart(2, '0')
}
