import { nextRun, nextRuns, type Schedule, type Weekday, weekdays } from '@patchyard/domain'
import type { Bench, Figure } from '../tools/bench/bench.ts'

const JOBS = 100_000
const AFTER_MS = Date.UTC(2026, 10, 22, 12)

export const bench: Bench = {
  about: 'Next run of every job, with the zone of each; the first round makes the tables of the zones.',
  data: `${JOBS} jobs of all types of schedule, drawn with seed 1: half in one of all the platform's zones, half in that of their agents; starts from 2020 to 2026, every one to six days, weeks or months.`,
  run: (): Promise<readonly Figure[]> => Promise.resolve(figures()),
}

function figures(): Figure[] {
  const draw = drawer()
  const zones = Intl.supportedValuesOf('timeZone')
  const jobs = Array.from({ length: JOBS }, () => ({ schedule: someSchedule(draw, zones), zone: one(draw, zones) }))
  const all = (): number => {
    const start = performance.now()
    let sum = 0
    for (const { schedule, zone } of jobs) sum += nextRun(schedule, zone, AFTER_MS)?.atMs ?? 0
    if (!Number.isFinite(sum)) throw new Error('a next run was not a number')
    return performance.now() - start
  }
  const first = all()
  const later = Math.min(all(), all(), all())
  const start = performance.now()
  for (const { schedule, zone } of jobs.slice(0, 1000)) nextRuns(schedule, zone, AFTER_MS, 10)
  const preview = (performance.now() - start) / 1000
  return [
    { name: 'next run of all jobs, nothing known of the zones', value: first, unit: 'ms', atMost: 2000 },
    { name: 'next run of all jobs, later', value: later, unit: 'ms', atMost: 2000 },
    { name: 'the next ten runs of one job', value: preview, unit: 'ms' },
  ]
}

function someSchedule(draw: (below: number) => number, zones: readonly string[]): Schedule {
  const start = `${2020 + draw(7)}-${two(1 + draw(10))}-${two(1 + draw(28))}T${two(draw(24))}:${two(draw(60))}`
  const common = { start, zone: draw(2) === 0 ? null : one(draw, zones), every: 1 + draw(6), until: null }
  const day = (): Weekday => one(draw, weekdays)
  switch (draw(6)) {
    case 0:
      return { type: 'daily', ...common }
    case 1:
      return { type: 'weekly', ...common, days: [day(), day()] }
    case 2:
      return { type: 'monthlyDates', ...common, dates: [1 + draw(31), 15], lastDay: draw(2) === 0 }
    case 3:
      return {
        type: 'monthlyWeekdays',
        ...common,
        weekdays: [{ nth: one(draw, [1, 2, 5, 'last'] as const), weekday: day() }],
      }
    case 4:
      return { type: 'patchTuesday', ...common, offsetDays: draw(55) - 27 }
    default:
      return { type: 'once', start, zone: common.zone }
  }
}

const two = (n: number): string => String(n).padStart(2, '0')
const one = <T>(draw: (below: number) => number, from: readonly T[]): T => from[draw(from.length)] as T

/** The same draws at each run (a linear congruential generator; its quality does not matter here). */
function drawer(): (below: number) => number {
  let state = 1
  return below => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}
