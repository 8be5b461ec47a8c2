import '../../i18n/areas/profiles.ts'
import type { Licence } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { consumptionText } from './licence-text.ts'

const licence: Licence = {
  kind: 'full',
  effectiveKind: 'full',
  limit: 100,
  endAt: null,
  used: { windows: 0, linux: 80, mac: 0, total: 80 },
  wanted: 80,
  percent: 80,
  include: [],
  exclude: [],
  calculatedAt: null,
  calculating: false,
}

describe('how much of a licence is asked for', () => {
  it.each([
    [{}, '80 % are in use; 20 licences are free.'],
    [
      { wanted: 131, percent: 131, used: { windows: 0, linux: 100, mac: 0, total: 100 } },
      '131 % are asked for: 31 assets go without, those that were activated last.',
    ],
    [{ limit: null, percent: null }, '80 assets hold a licence; there is no limit.'],
    [
      { effectiveKind: 'free' as const, used: { windows: 0, linux: 0, mac: 0, total: 0 } },
      'No asset holds a licence: assets are scanned and shown, never patched.',
    ],
  ])('%j: %s', (part, want) => {
    expect(consumptionText({ ...licence, ...part })).toBe(want)
  })
})
