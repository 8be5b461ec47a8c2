import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wallMs } from '../../zones/wall-time.ts'
import { openSpans, runWindow } from '../window/run-window.ts'
import { timedSchedule, windows, zones } from '../testing/some-schedules.ts'
import { nextJobRun, runNamed } from './job-runs.ts'
import { nextRun, nextRuns, previousRun, runsBetween } from './next-run.ts'

const DAY = 86_400_000
const from = fc.integer({ min: Date.UTC(2004), max: Date.UTC(2060) })
const someZone = fc.constantFrom(...zones)
/** Most of the time goes into the tables of zones for far years: few runs of many draws find more. */
const draws = { numRuns: 120 }

test('runs come once, in order, and under names that are in order, too', () => {
  fc.assert(
    fc.property(timedSchedule, someZone, from, (schedule, zone, ms) => {
      const runs = nextRuns(schedule, zone, ms, 12)
      const inOrder = runs.every((run, i) => {
        const before = runs[i - 1]
        return before === undefined ? run.atMs > ms : run.atMs > before.atMs && run.nominal > before.nominal
      })
      expect(inOrder ? [] : runs).toEqual([])
    }),
    draws,
  )
})

test('an interval that is cut in two has the runs of its halves', () => {
  fc.assert(
    fc.property(
      timedSchedule,
      someZone,
      from,
      fc.integer({ min: 0, max: 400 }),
      fc.nat(DAY),
      (schedule, zone, ms, days, rest) => {
        const [cut, to] = [ms + days * DAY + rest, ms + 500 * DAY]
        const whole = runsBetween(schedule, zone, ms, to)
        expect([...runsBetween(schedule, zone, ms, cut), ...runsBetween(schedule, zone, cut, to)]).toEqual(whole)
        // A cut exactly at a run belongs to the second half.
        const at = whole.at(Math.floor(whole.length / 2))?.atMs ?? cut
        expect([...runsBetween(schedule, zone, ms, at), ...runsBetween(schedule, zone, at, to)]).toEqual(whole)
      },
    ),
    draws,
  )
})

test('the next run, the run before it and the runs between say the same', () => {
  fc.assert(
    fc.property(timedSchedule, someZone, from, (schedule, zone, ms) => {
      const next = nextRun(schedule, zone, ms)
      expect(next).toEqual(nextRuns(schedule, zone, ms, 1)[0] ?? null)
      const previous = previousRun(schedule, zone, ms)
      if (next !== null) expect(previousRun(schedule, zone, next.atMs + 1)).toEqual(next)
      if (previous !== null) {
        expect(previous.atMs).toBeLessThan(ms)
        const between = runsBetween(schedule, zone, previous.atMs, ms)
        expect(between).toEqual([previous])
        expect(runNamed(schedule, previous.nominal, zone)).toEqual(previous)
      }
    }),
    draws,
  )
})

test('no run lies outside of start and end, and each begins when the clock shows its time, or once as much later as the clock went forward', () => {
  fc.assert(
    fc.property(timedSchedule, someZone, from, (schedule, zone, ms) => {
      for (const run of nextRuns(schedule, zone, ms, 8)) {
        expect(run.nominal >= schedule.start).toBe(true)
        expect(run.nominal.slice(11)).toBe(schedule.start.slice(11))
        if (schedule.type !== 'once' && schedule.until !== null)
          expect(run.nominal.slice(0, 10) <= schedule.until).toBe(true)
        const shows = wallMs(run.atMs, schedule.zone ?? zone)
        const nominalMs = Date.parse(`${run.nominal}Z`)
        if (run.reading === 'skipped') expect(shows).toBeGreaterThan(nominalMs)
        else expect(shows).toBe(nominalMs)
      }
    }),
    draws,
  )
})

test('every moment at which a task may begin lies in the window of its run and in no blackout', () => {
  const spans = fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 900 })), { maxLength: 4 }).map(pairs => {
    let to = 0
    return pairs.map(([gap, length]) => {
      const span = { from: to + gap + 1, to: to + gap + 1 + length }
      to = span.to
      return span
    })
  })
  fc.assert(
    fc.property(windows, spans, fc.nat(2000), (window, offsets, start) => {
      const minute = (n: number) => n * 60_000
      const blackouts = offsets.map(span => ({ from: minute(span.from), to: minute(span.to) }))
      const bounds = runWindow(minute(start), window, window === null ? minute(start + 3000) : null)
      const open = openSpans(bounds, blackouts)
      const end = bounds.startBeforeMs ?? 0
      for (let now = minute(start) - 1; now < end + minute(30); now += minute(7)) {
        const may = now >= bounds.notBeforeMs && now < end && !blackouts.some(one => one.from <= now && now < one.to)
        expect(open.some(one => one.from <= now && now < one.to)).toBe(may)
      }
    }),
    { numRuns: 100 },
  )
})

test('the run of a job begins in none of its zones before it is due, and in each at the time of its name', () => {
  fc.assert(
    fc.property(timedSchedule, fc.array(someZone, { maxLength: 5 }), from, (schedule, some, ms) => {
      const run = nextJobRun(schedule, some, ms)
      if (run === null) return
      const instants = (some.length === 0 ? ['UTC'] : some).map(
        zone => runNamed(schedule, run.nominal, zone)?.atMs ?? Number.NaN,
      )
      expect([run.firstMs, run.lastMs]).toEqual([Math.min(...instants), Math.max(...instants)])
      expect(run.firstMs).toBeGreaterThan(ms)
      expect(run.lastMs - run.firstMs).toBeLessThanOrEqual(27 * 3_600_000)
      if (schedule.zone !== null) expect(run.lastMs).toBe(run.firstMs)
    }),
    draws,
  )
})
