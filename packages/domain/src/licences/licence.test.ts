import { describe, expect, it } from 'vitest'
import { effectiveLicence, type Licence, licenceLimit, licenceMisfit, licencePermits } from './licence.ts'

const END = Date.UTC(2027, 2, 1)
const endAt = new Date(END)

describe('what a licence counts as', () => {
  it.each([
    ['Free', { kind: 'free', limit: null, endAt: null }, END, 'free', 0],
    ['Full without an end', { kind: 'full', limit: null, endAt: null }, END, 'full', null],
    ['Full for 10, a millisecond before its end', { kind: 'full', limit: 10, endAt }, END - 1, 'full', 10],
    ['Full for 10, at its end', { kind: 'full', limit: 10, endAt }, END, 'free', 0],
    ['Trial before its end', { kind: 'trial', limit: null, endAt }, END - 1, 'trial', null],
    ['Trial at its end', { kind: 'trial', limit: null, endAt }, END, 'free', 0],
    ['Trial long after its end', { kind: 'trial', limit: 5, endAt }, END + 1e12, 'free', 0],
  ] satisfies [string, Licence, number, string, number | null][])(
    '%s at %#: %s',
    (_, licence, nowMs, effective, limit) => {
      expect(effectiveLicence(licence, nowMs)).toBe(effective)
      expect(licenceLimit(licence, nowMs)).toBe(limit)
    },
  )

  it('only Free may not deploy', () => {
    expect((['free', 'trial', 'full'] as const).map(licencePermits)).toEqual([false, true, true])
  })
})

describe('a licence that can be given', () => {
  it.each([
    ['Full, unlimited, for ever', { kind: 'full', limit: null, endAt: null }, null],
    ['Trial with an end', { kind: 'trial', limit: 3, endAt }, null],
    ['Trial without an end', { kind: 'trial', limit: 3, endAt: null }, /endAt/],
    ['Free with a limit', { kind: 'free', limit: 3, endAt: null }, /neither/],
    ['Free with an end', { kind: 'free', limit: null, endAt }, /neither/],
    ['Full for none', { kind: 'full', limit: 0, endAt: null }, /limit/],
    ['Full for half an asset', { kind: 'full', limit: 0.5, endAt: null }, /limit/],
    ['Full until nonsense', { kind: 'full', limit: 1, endAt: new Date(Number.NaN) }, /endAt/],
  ] satisfies [string, Licence, RegExp | null][])('%s', (_, licence, want) => {
    const misfit = licenceMisfit(licence)
    if (want === null) expect(misfit).toBeNull()
    else expect(misfit).toMatch(want)
  })
})
