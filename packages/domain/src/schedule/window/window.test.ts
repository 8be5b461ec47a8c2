import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { blackoutSpans } from '../../profiles/blackout-instants.ts'
import type { PatchWindow, Schedule } from '../schedule.ts'
import { runNamed } from '../runs/job-runs.ts'
import { nextRun } from '../runs/next-run.ts'
import { timedSchedule, windows, zones } from '../testing/some-schedules.ts'
import { catchUp, longestAccount } from './catch-up.ts'
import { jitterBound, jitterMs, longestJitterMs } from './jitter.ts'
import { overlappingRuns } from './overlapping-runs.ts'
import { plannedStart } from './planned-start.ts'
import { earliestStart, openSpans, runWindow } from './run-window.ts'
import { windowReach } from './unreachable-windows.ts'

const at = (text: string): number => Date.parse(text)
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString().slice(0, 16))
const hours = (n: number, appliesTo: PatchWindow['appliesTo'] = 'finish'): PatchWindow => ({
  appliesTo,
  minutes: n * 60,
})
const HOUR = 3_600_000

const nightly = (start: string, zone: string | null = 'Europe/Berlin'): Schedule => ({
  type: 'daily',
  start,
  zone,
  every: 1,
  until: null,
})
const weekly: Schedule = { ...nightly('2026-11-03T22:00', 'UTC'), type: 'weekly', days: ['tuesday'] } as Schedule

describe('a window', () => {
  it.each([
    ['on an ordinary night', '2026-11-22', '2026-11-22T00:00', '2026-11-22T05:00'],
    ['on the spring night, when the clock then shows 07:00', '2026-03-29', '2026-03-29T00:00', '2026-03-29T05:00'],
    ['on the autumn night, when it shows 05:00', '2026-10-25', '2026-10-24T23:00', '2026-10-25T04:00'],
  ])('keeps its length of five hours %s', (_claim, date, from, to) => {
    const run = runNamed(nightly('2026-01-01T01:00'), `${date}T01:00`, '')
    const bounds = runWindow(run?.atMs ?? 0, hours(5))
    expect([iso(bounds.notBeforeMs), iso(bounds.startBeforeMs), iso(bounds.finishBeforeMs)]).toEqual([from, to, to])
  })

  it('in which a task must start has no bound for its end', () => {
    expect(runWindow(0, hours(5, 'start'))).toEqual({ notBeforeMs: 0, startBeforeMs: 5 * HOUR, finishBeforeMs: null })
  })

  it.each([
    ['none', null, null, null],
    ['none, and another run comes', null, 7 * HOUR, 7 * HOUR],
    ['five hours, and another run comes after them', hours(5), 7 * HOUR, 5 * HOUR],
    ['five hours, and another run comes before', hours(5), 3 * HOUR, 3 * HOUR],
  ])('is open for starts until its end or the next run: %s', (_claim, window, next, want) => {
    expect(runWindow(0, window, next).startBeforeMs).toBe(want)
  })

  // Monday to Friday 08:00–18:00 in Berlin, which is 07:00–17:00 UTC in November.
  const office = blackoutSpans(
    [
      {
        days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        from: '08:00',
        minutes: 600,
        zone: 'Europe/Berlin',
      },
    ],
    '',
    at('2026-11-23T00:00Z'),
    at('2026-12-01T00:00Z'),
  )
  it.each([
    ['before the office opens', '2026-11-23T05:00Z', 4, '2026-11-23T05:30Z', '2026-11-23T05:30'],
    ['not while it is open', '2026-11-23T05:00Z', 4, '2026-11-23T08:00Z', null],
    ['after it has closed', '2026-11-23T05:00Z', 13, '2026-11-23T08:00Z', '2026-11-23T17:00'],
    ['not before the window', '2026-11-23T18:00Z', 4, '2026-11-23T01:00Z', '2026-11-23T18:00'],
    ['not at its end', '2026-11-23T18:00Z', 4, '2026-11-23T22:00Z', null],
    ['never where the office covers it all', '2026-11-23T07:00Z', 10, '2026-11-23T01:00Z', null],
  ])('with blackouts lets a task begin %s', (_claim, from, length, now, want) => {
    expect(iso(earliestStart(runWindow(at(from), hours(length)), office, at(now)))).toBe(want)
  })

  it('is not opened sooner by a blackout that ends just before it', () => {
    expect(openSpans(runWindow(10, null, 20), [{ from: 0, to: 9 }])).toEqual([{ from: 10, to: 20 }])
  })

  it('without an end is open after the last blackout for good', () => {
    expect(openSpans(runWindow(10, null), [{ from: 0, to: 20 }]).at(-1)).toEqual({
      from: 20,
      to: Number.POSITIVE_INFINITY,
    })
  })
})

describe('a machine that was off', () => {
  const once: Schedule = { type: 'once', start: '2026-11-03T22:00', zone: 'UTC' }
  const long = hours(10 * 24)
  it.each([
    ['begins a run whose window is open', weekly, hours(6), '2026-11-04T01:00Z', '2026-11-03T22:00', []],
    ['does not when it is closed', weekly, hours(6), '2026-11-04T04:00Z', null, ['window_closed']],
    [
      'begins the latest of several alone',
      weekly,
      hours(6),
      '2026-11-17T23:00Z',
      '2026-11-17T22:00',
      ['window_closed', 'window_closed'],
    ],
    [
      'says of an earlier run with an open window that the later one counts',
      weekly,
      long,
      '2026-11-11T00:00Z',
      '2026-11-10T22:00',
      ['later_run'],
    ],
    [
      'makes up a run without a window until the next one',
      weekly,
      null,
      '2026-11-17T21:59Z',
      '2026-11-10T22:00',
      ['later_run'],
    ],
    ['makes up a run once without a window after years', once, null, '2029-01-01T00:00Z', '2026-11-03T22:00', []],
    ['begins a run at its very minute', weekly, hours(6), '2026-11-03T22:00Z', '2026-11-03T22:00', []],
    ['has nothing to do before the first run', weekly, hours(6), '2026-11-03T21:59Z', null, []],
    ['has nothing to do on demand', { type: 'onDemand' } as const, null, '2029-01-01T00:00Z', null, []],
  ])('%s', (_claim, schedule, window, now, due, missed) => {
    const answer = catchUp(schedule, window, '', at('2026-11-01T00:00Z'), at(now))
    expect(answer.due?.run.nominal ?? null).toBe(due)
    expect(answer.missed.map(one => one.reason)).toEqual(missed)
    expect(answer.more).toBe(false)
  })

  it('does not begin again what it has begun', () => {
    const settled = at('2026-11-03T22:00Z')
    expect(catchUp(weekly, hours(6), '', settled, at('2026-11-03T23:00Z')).due).toBeNull()
  })

  it('for years gives an account of the last runs', () => {
    const answer = catchUp(nightly('2010-01-01T03:00'), hours(1), '', 0, at('2026-11-22T12:00Z'))
    expect(answer.missed).toHaveLength(longestAccount)
    expect(answer.missed[0]?.run.nominal).toBe('2026-11-22T03:00')
    expect(answer.more).toBe(true)
  })

  it('never begins outside of a window, and never more than the latest run', () => {
    const moment = fc.integer({ min: Date.UTC(2010), max: Date.UTC(2030) })
    fc.assert(
      fc.property(timedSchedule, windows, fc.constantFrom(...zones), moment, moment, (schedule, window, zone, a, b) => {
        const [settled, now] = [Math.min(a, b), Math.max(a, b)]
        const { due, missed } = catchUp(schedule, window, zone, settled, now)
        const latest = due?.run ?? missed[0]?.run
        if (latest !== undefined) expect(nextRun(schedule, zone, latest.atMs)?.atMs ?? Infinity).toBeGreaterThan(now)
        if (due !== null) {
          expect(due.run.atMs).toBeGreaterThan(settled)
          expect(due.run.atMs).toBeLessThanOrEqual(now)
          expect(due.window.startBeforeMs ?? Infinity).toBeGreaterThan(now)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('jitter', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`)
  it('stays below its bound and fills it evenly, with ids that follow each other', () => {
    const bound = 60 * 60_000
    const buckets = Array.from({ length: 20 }, () => 0)
    for (const id of ids) {
      const late = jitterMs('run', id, bound)
      expect(late >= 0 && late < bound && Number.isInteger(late)).toBe(true)
      const bucket = Math.floor((late / bound) * 20)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    // A thousand are expected in each; four standard deviations are 123.
    expect(Math.min(...buckets)).toBeGreaterThan(877)
    expect(Math.max(...buckets)).toBeLessThan(1123)
  })

  it('is the same for the same run and asset, and another in another run', () => {
    const [a, b] = [jitterMs('run-1', 'asset', HOUR), jitterMs('run-2', 'asset', HOUR)]
    expect(jitterMs('run-1', 'asset', HOUR)).toBe(a)
    expect(a).not.toBe(b)
    const later = ids.filter(id => jitterMs('run-1', id, HOUR) < jitterMs('run-2', id, HOUR))
    expect(later.length / ids.length).toBeCloseTo(0.5, 1)
  })

  it.each([
    ['what was asked for', hours(6), 10 * 60_000, 0, 10 * 60_000],
    ['two hours at most', hours(24), 6 * HOUR, 0, longestJitterMs],
    ['half of a short window', hours(1), 2 * HOUR, 0, HOUR / 2],
    ['half of what is left of it', hours(3), 2 * HOUR, 2 * HOUR, HOUR / 2],
    ['nothing when it is over', hours(1), HOUR, 2 * HOUR, 0],
    ['two hours without a window', null, 6 * HOUR, 0, longestJitterMs],
  ])('may be %s', (_claim, window, wanted, now, want) => {
    expect(jitterBound(runWindow(0, window), wanted, now)).toBe(want)
    expect(jitterMs('run', 'asset', 0)).toBe(0)
  })
})

describe('a spread start', () => {
  const minutes = fc.integer({ min: 1, max: 2000 })
  const blackout = fc.option(
    fc.tuple(minutes, minutes).map(([from, length]) => ({ from: from * 60_000, to: (from + length) * 60_000 })),
  )
  it('lies in the window and outside of blackouts, from now on, wherever there is such a moment', () => {
    fc.assert(
      fc.property(windows, blackout, fc.nat(4000), fc.nat(300), fc.uuid(), (window, span, now, wanted, assetId) => {
        const [bounds, nowMs, blackouts] = [runWindow(0, window), now * 60_000, span === null ? [] : [span]]
        const start = plannedStart(bounds, blackouts, { runId: 'run', assetId, wantedMs: wanted * 60_000 }, nowMs)
        const first = earliestStart(bounds, blackouts, nowMs)
        expect(start === null).toBe(first === null)
        if (start === null || first === null) return
        expect(earliestStart(bounds, blackouts, start)).toBe(start)
        expect(start - first).toBeGreaterThanOrEqual(0)
        expect(start - first).toBeLessThan(Math.max(1, Math.min(wanted * 60_000, longestJitterMs)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('before a job is enabled it is said', () => {
  const weekend = { days: ['saturday', 'sunday'] as const, from: '00:00', minutes: 1440, zone: null }
  const after = at('2026-11-22T12:00Z')
  it.each([
    [
      'that a job on Saturdays never begins where weekends are blacked out',
      'saturday',
      '02:00',
      6,
      { unreachable: 4, shortened: [] },
    ],
    [
      'that little is left of a window that reaches into the weekend',
      'friday',
      '23:00',
      6,
      { unreachable: 0, shortened: [1, 1, 1, 1] },
    ],
    ['nothing where no blackout is near', 'tuesday', '02:00', 6, { unreachable: 0, shortened: [] }],
    ['how much is left of one that outlasts it', 'sunday', '20:00', 6, { unreachable: 0, shortened: [2, 2, 2, 2] }],
  ] as const)('%s', (_claim, day, time, length, want) => {
    const schedule: Schedule = {
      type: 'weekly',
      start: `2026-11-01T${time}`,
      zone: null,
      every: 1,
      until: null,
      days: [day],
    }
    const reach = windowReach(schedule, hours(length), [weekend], 'Asia/Tokyo', after, 4)
    expect(reach.looked).toBe(4)
    expect(reach.unreachable).toHaveLength(want.unreachable)
    expect(reach.shortened.map(one => one.openMs / HOUR)).toEqual(want.shortened)
  })

  it('that not even a job without a window begins where the whole week is blacked out', () => {
    const always = { days: ['monday'] as const, from: '00:00', minutes: 7 * 1440, zone: null }
    expect(windowReach(weekly, null, [always], 'UTC', after, 3).unreachable).toHaveLength(3)
    expect(windowReach(weekly, null, [weekend], 'UTC', after, 3).unreachable).toHaveLength(0)
  })

  it.each([
    [
      'jobs whose windows lie over each other',
      '2026-11-01T23:00',
      hours(6),
      [['a', 'b', 7, '2026-11-02T23:00/2026-11-03T02:00']],
    ],
    ['not those that touch', '2026-11-01T02:00', hours(6), []],
    ['not those that are apart', '2026-11-01T12:00', hours(2), []],
    [
      'a job that lies over its own next run',
      '2026-11-01T12:00',
      hours(25),
      [
        ['a', 'b', 7, '2026-11-02T22:00/2026-11-03T02:00'],
        ['b', 'b', 6, '2026-11-03T12:00/2026-11-03T13:00'],
      ],
    ],
    [
      'jobs without a window that begin at the same minute',
      '2026-11-01T22:00',
      null,
      [['a', 'b', 7, '2026-11-02T22:00/2026-11-02T22:01']],
    ],
  ])('which jobs meet on an asset: %s', (_claim, start, window, want) => {
    const jobs = [
      { id: 'a', schedule: nightly('2026-11-01T22:00', 'UTC'), window: hours(4) },
      { id: 'b', schedule: nightly(start, 'UTC'), window },
    ]
    const found = overlappingRuns(jobs, '', at('2026-11-02T06:00Z'), at('2026-11-09T06:00Z'))
    const said = found.map(({ a, b, times, first }) => [a, b, times, `${iso(first.from)}/${iso(first.to)}`])
    expect(said).toEqual(want)
  })
})

test('overlaps are those that one finds by comparing every run with every other', () => {
  const job = fc.record({
    start: fc.integer({ min: 0, max: 1439 }),
    every: fc.integer({ min: 1, max: 3 }),
    minutes: fc.integer({ min: 1, max: 3000 }),
  })
  fc.assert(
    fc.property(fc.array(job, { maxLength: 4 }), drawn => {
      const jobs = drawn.map(({ start, every, minutes }, i) => ({
        id: String(i),
        schedule: {
          ...nightly(`2026-11-01T${new Date(start * 60_000).toISOString().slice(11, 16)}`, 'UTC'),
          every,
        } as Schedule,
        window: { appliesTo: 'start', minutes } as const,
      }))
      const [from, to] = [at('2026-11-01T00:00Z'), at('2026-11-08T00:00Z')]
      const runs = drawn.flatMap(({ start, every, minutes }, i) =>
        [0, 1, 2, 3, 4, 5, 6]
          .filter(day => day % every === 0)
          .map(day => from + (day * 1440 + start) * 60_000)
          .map(ms => ({ i, from: ms, to: ms + minutes * 60_000 })),
      )
      let pairs = 0
      runs.forEach((one, n) => {
        for (const other of runs.slice(n + 1)) if (one.from < other.to && other.from < one.to) pairs += 1
      })
      const found = overlappingRuns(jobs, '', from, to)
      expect(found.reduce((sum, overlap) => sum + overlap.times, 0)).toBe(pairs)
    }),
  )
})
