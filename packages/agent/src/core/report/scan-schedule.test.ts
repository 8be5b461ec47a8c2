import { describe, expect, it } from 'vitest'
import type { ScanState } from '../journal/schema.ts'
import { scanDue, type ScanFacts } from './scan-schedule.ts'

const scan: ScanState = {
  trigger: 'timer',
  startedMs: 1_000_000,
  finishedMs: 1_010_000,
  startedUptimeS: 1000,
  boot: 'b',
  status: 'ok',
  unreported: false,
  rebootNeeded: false,
  servedScanAfter: 0,
  additions: [],
}
const facts: ScanFacts = {
  scan,
  settings: { checkInS: 60, scanEveryS: 14_400, scanAfter: 0 },
  boot: 'b',
  uptimeS: 2000,
  atStart: false,
}
const asked = (scanAfter: number) => ({ ...facts.settings, scanAfter })

describe('when to scan', () => {
  it.each<[string, Partial<ScanFacts>, ReturnType<typeof scanDue>]>([
    ['never scanned: now', { scan: null }, { due: 'start' }],
    ['until the interval is over: wait', {}, { inS: 13_400 }],
    ['the interval is over', { uptimeS: 15_400 }, { due: 'timer' }],
    ['a new boot, first process', { boot: 'other', uptimeS: 10, atStart: true }, { due: 'start' }],
    ['a new boot is also the end of an interval', { boot: 'other', uptimeS: 10 }, { due: 'timer' }],
    ['a restart long after the last scan', { uptimeS: 1301, atStart: true }, { due: 'start' }],
    ['a restart soon after the last scan', { uptimeS: 1300, atStart: true }, { inS: 14_100 }],
    ['asked for', { settings: asked(1_000_001) }, { due: 'asked' }],
    ['asked for before the last scan began', { settings: asked(1_000_000) }, { inS: 13_400 }],
    [
      'asked for, and a scan served it with a clock behind',
      { settings: asked(2_000_000), scan: { ...scan, servedScanAfter: 2_000_000 } },
      { inS: 13_400 },
    ],
    [
      'asked for once more',
      { settings: asked(2_000_001), scan: { ...scan, servedScanAfter: 2_000_000 } },
      { due: 'asked' },
    ],
  ])('%s', (_, change, want) => {
    expect(scanDue({ ...facts, ...change })).toEqual(want)
  })
})
