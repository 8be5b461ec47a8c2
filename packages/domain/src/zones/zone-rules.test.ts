import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatDate, formatWall, monthIndex, parseDate, parseWall, weekdayIndex } from './civil-date.ts'
import { readWall, wallMs } from './wall-time.ts'
import { platformZones, type ZoneRules } from './zone-rules.ts'

const zones = Intl.supportedValuesOf('timeZone')
const inYears = (first: number, last: number) => fc.integer({ min: Date.UTC(first), max: Date.UTC(last) })

test('the table says of every zone what Intl says when it is asked directly', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), inYears(2000, 2100), (zone, ms) => {
      const asked = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
      const second = Math.floor(ms / 1000) * 1000
      expect(new Date(wallMs(second, zone)).toISOString()).toBe(`${asked.format(second).replace(' ', 'T')}.000Z`)
    }),
    { numRuns: 200 },
  )
})

// Instants of changes by zdump(8) of tzdata 2025b.
test.each([
  ['Europe/Berlin', '2026-03-29T01:00:00Z', 60, 120],
  ['Europe/Berlin', '2026-10-25T01:00:00Z', 120, 60],
  ['America/New_York', '2026-11-01T06:00:00Z', -240, -300],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', 660, 630],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 630, 660],
  ['Pacific/Apia', '2011-12-30T10:00:00Z', -600, 840],
  ['Antarctica/Troll', '2026-03-29T01:00:00Z', 0, 120],
  ['America/Boa_Vista', '2000-10-15T03:00:00Z', -180, -240],
])('%s changes at %s exactly, from %i to %i minutes', (zone, at, before, after) => {
  const ms = Date.parse(at)
  expect(platformZones.offsetMs(zone, ms - 1)).toBe(before * 60_000)
  expect(platformZones.offsetMs(zone, ms)).toBe(after * 60_000)
})

describe('a wall time', () => {
  const someZone = fc.constantFrom(...zones)
  it('that a clock shows is read back as the first instant at which it shows it', () => {
    fc.assert(
      fc.property(someZone, inYears(2000, 2100), (zone, ms) => {
        const wall = wallMs(ms, zone)
        const { atMs, reading } = readWall(wall, zone)
        expect(wallMs(atMs, zone)).toBe(wall)
        expect(atMs).toBeLessThanOrEqual(ms)
        expect(reading).not.toBe('skipped')
        if (atMs !== ms) expect(reading).toBe('repeated')
      }),
      { numRuns: 200 },
    )
  })

  it('that a clock never shows is read with the offset of before the change', () => {
    const rules = gapRules(90)
    const at = Date.UTC(2030, 5, 1, 12)
    for (let minute = 0; minute < 90; minute += 10) {
      const { atMs, reading } = readWall(at + minute * 60_000, 'Test/Gap', rules)
      expect(reading).toBe('skipped')
      expect(wallMs(atMs, 'Test/Gap', rules)).toBe(at + (minute + 90) * 60_000)
    }
    expect(readWall(at + 90 * 60_000, 'Test/Gap', rules).reading).toBe('exact')
    expect(readWall(at - 60_000, 'Test/Gap', rules).reading).toBe('exact')
  })
})

/** A zone on UTC that goes forward by this many minutes at noon of 1 June 2030. */
const gapRules = (minutes: number): ZoneRules => ({
  knows: () => true,
  offsetMs: (_zone, ms) => (ms < Date.UTC(2030, 5, 1, 12) ? 0 : minutes * 60_000),
})

test.each(['Europe/Atlantis', 'UTC+25', '../../etc/localtime', '', 'UTC\u0000', 'a'.repeat(100_000), 'constructor'])(
  'zone %j is not known',
  zone => {
    expect(platformZones.knows(zone)).toBe(false)
    expect(() => platformZones.offsetMs(zone, 0)).toThrow(RangeError)
  },
)

test('names of zones are taken in any case', () => {
  expect(platformZones.knows('eUROPE/bERLIN')).toBe(true)
})

test.each([
  ['2027-02-29', null],
  ['2028-02-29', '2028-02-29'],
  ['2027-13-01', null],
  ['2027-00-10', null],
  ['2027-1-1', null],
  ['2100-02-29', null],
  ['0000-00-00', null],
  ['2027-04-31', null],
])('the date %s comes out as %j', (text, want) => {
  const day = parseDate(text)
  expect(day === null ? null : formatDate(day)).toBe(want)
})

test.each([
  ['2027-03-28T02:30', true],
  ['2027-03-28T24:00', false],
  ['2027-03-28T02:60', false],
  ['2027-03-28 02:30', false],
  ['2027-03-28T02:30:00', false],
  ['2027-03-28T02:30Z', false],
  ['2027-03-28T02:30\n', false],
])('the wall time %j is taken: %s', (text, taken) => {
  const wall = parseWall(text)
  expect(wall !== null).toBe(taken)
  if (wall !== null) expect(formatWall(wall.day * 86_400_000 + wall.minute * 60_000)).toBe(text)
})

test('days, weekdays and months count on without a jump', () => {
  const jumps: string[] = []
  for (let day = 0; day < 80_000; day += 1) {
    const months = monthIndex(day) - monthIndex(day - 1)
    const counted = weekdayIndex(day) === (weekdayIndex(day - 1) + 1) % 7
    if (!counted || months !== (formatDate(day).endsWith('-01') ? 1 : 0)) jumps.push(formatDate(day))
  }
  expect(jumps).toEqual([])
  expect(weekdayIndex(parseDate('2026-11-22') ?? 0)).toBe(6)
})
