import { describe, expect, it } from 'vitest'
import { usualJobOptions } from '../definition/job-definition.ts'
import type { PatchWindow, Schedule } from '../../schedule/schedule.ts'
import { taskInstants } from './task-instants.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const caps = { startWithinMs: 34 * DAY, finishAfterStartMs: 7 * DAY }
const at = (text: string): number => Date.parse(`${text}Z`)
const nightly: Schedule = { type: 'daily', start: '2027-01-04T22:00', zone: null, until: null, every: 1 }
const once: Schedule = { type: 'once', start: '2027-01-04T22:00', zone: 'Europe/Berlin' }

interface Case {
  schedule?: Schedule
  nominal?: string | null
  window?: PatchWindow | null
  options?: Partial<typeof usualJobOptions>
  zone?: string
  blackout?: { from: string; minutes: number }
  now?: string
}
const instants = ({ schedule = nightly, nominal = '2027-01-05T22:00', window = null, ...of }: Case) => {
  const found = taskInstants(
    { schedule, window, options: { ...usualJobOptions, ...of.options } },
    nominal,
    {
      ...{ runId: 'r', assetId: 'a', zone: of.zone ?? 'UTC' },
      blackouts: of.blackout === undefined ? [] : [{ days: ['tuesday'], zone: 'UTC', ...of.blackout } as never],
    },
    caps,
    at(of.now ?? '2027-01-05T19:00'),
  )
  if (found === null) return null
  const text = (ms: number): string => new Date(ms).toISOString().slice(5, 16)
  return [text(found.notBeforeMs), text(found.startBeforeMs), text(found.finishBeforeMs)]
}
const finish4h: PatchWindow = { appliesTo: 'finish', minutes: 240 }
const start4h: PatchWindow = { appliesTo: 'start', minutes: 240 }

describe('when an asset does its task', () => {
  it.each<[string, Case, string[] | null]>([
    ['must finish within the window', { window: finish4h }, ['01-05T22:00', '01-06T02:00', '01-06T02:00']],
    ['must begin within it', { window: start4h }, ['01-05T22:00', '01-06T02:00', '01-13T02:00']],
    [
      'in its own zone',
      { window: finish4h, zone: 'Asia/Tokyo', now: '2027-01-05T10:00' },
      ['01-05T13:00', '01-05T17:00', '01-05T17:00'],
    ],
    ['without a window: until the next run', {}, ['01-05T22:00', '01-06T22:00', '01-13T22:00']],
    [
      'without a window, once: as long as agents accept it',
      { schedule: once, nominal: '2027-01-04T22:00', now: '2027-01-04T20:00' },
      ['01-04T21:00', '02-07T20:00', '02-14T20:00'],
    ],
    ['without catching up: an hour', { options: { catchUp: false } }, ['01-05T22:00', '01-05T23:00', '01-12T23:00']],
    [
      'planned late: at once, while the window is open',
      { window: finish4h, now: '2027-01-06T01:00' },
      ['01-06T01:00', '01-06T02:00', '01-06T02:00'],
    ],
    ['the window is over', { window: finish4h, now: '2027-01-06T02:00' }, null],
    ['a later run has begun', { now: '2027-01-06T22:00' }, null],
    [
      'a blackout moves it',
      { window: finish4h, blackout: { from: '21:00', minutes: 120 } },
      ['01-05T23:00', '01-06T02:00', '01-06T02:00'],
    ],
    ['a blackout covers all of it', { window: finish4h, blackout: { from: '21:00', minutes: 360 } }, null],
    ['the schedule has no such run', { nominal: '2027-01-05T21:00' }, null],
    [
      'on demand: now',
      { schedule: { type: 'onDemand' }, nominal: null, window: finish4h },
      ['01-05T19:00', '01-05T23:00', '01-05T23:00'],
    ],
  ])('%s', (_, asked, want) => {
    expect(instants(asked)).toEqual(want)
  })

  it('is spread, the same each time, and inside the window', () => {
    const spread = instants({ window: finish4h, options: { downloadSpreadMinutes: 60 } })
    expect(instants({ window: finish4h, options: { downloadSpreadMinutes: 60 } })).toEqual(spread)
    expect(spread?.[0]).not.toBe('01-05T22:00')
    expect((spread?.[0] ?? '') < '01-05T23:00' && (spread?.[0] ?? '') > '01-05T22:00').toBe(true)
  })

  it('is not spread where packages come before it: then their download is', () => {
    const options = { downloadSpreadMinutes: 60, earlyDownloadMinutes: 60 }
    expect(instants({ window: finish4h, options })?.[0]).toBe('01-05T22:00')
  })
})
