import { describe, expect, it } from 'vitest'
import { scanIntervalS } from './scan-interval.ts'

describe('how often an agent scans', () => {
  it.each([
    ['free', 900, 86_400],
    ['free', 14_400, 86_400],
    ['free', 604_800, 604_800],
    ['trial', 900, 900],
    ['full', 14_400, 14_400],
  ] as const)('under %s an interval of %i s is %i s', (kind, wanted, got) => {
    expect(scanIntervalS(kind, wanted)).toBe(got)
  })
})
