import { describe, expect, it } from 'vitest'
import type { ScanState } from '../journal/schema.ts'
import { profileSettings } from '../../testing/profile-settings.ts'
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
  fraction: 0,
}
const suspended = { ...facts.settings, profile: profileSettings({ suspendScanning: true }) }
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
    ['the interval is over, but this host is a little later', { uptimeS: 15_400, fraction: 1 }, { inS: 720 }],
    ['a twentieth later, it is not', { uptimeS: 16_120, fraction: 1 }, { due: 'timer' }],
    [
      'never more than a quarter of an hour',
      { settings: { ...facts.settings, scanEveryS: 604_800 }, fraction: 1 },
      { inS: 604_800 + 900 - 1000 },
    ],
    ['suspended: the interval brings none', { settings: suspended, uptimeS: 99_999 }, { inS: 3600 }],
    ['suspended: nor does a start', { settings: suspended, uptimeS: 99_999, atStart: true }, { inS: 3600 }],
    ['suspended: not even the first', { settings: suspended, scan: null }, { inS: 3600 }],
    ['suspended: a person who asks gets one', { settings: { ...suspended, scanAfter: 1_000_001 } }, { due: 'asked' }],
    [
      'suspended and never scanned: as well',
      { settings: { ...suspended, scanAfter: 5 }, scan: null },
      { due: 'asked' },
    ],
  ])('%s', (_, change, want) => {
    expect(scanDue({ ...facts, ...change })).toEqual(want)
  })
})
