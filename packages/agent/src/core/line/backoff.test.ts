import { describe, expect, it } from 'vitest'
import { backoffMs, jitteredMs, retryAfterMs } from './backoff.ts'

describe('backoff', () => {
  it.each([
    [1, 0, 0],
    [1, 1, 2000],
    [3, 0.5, 4000],
    [9, 1, 512_000],
    [10, 1, 600_000],
    [1_000_000, 1, 600_000],
  ])('failure %i at fraction %f waits %i ms', (failures, fraction, ms) => {
    expect(backoffMs(failures, fraction)).toBe(ms)
  })

  it.each([
    [60_000, 0, 54_000],
    [60_000, 0.5, 60_000],
    [60_000, 1, 66_000],
  ])('an interval of %i ms at fraction %f is %i ms', (ms, fraction, want) => {
    expect(jitteredMs(ms, fraction)).toBe(want)
  })

  it.each<[string | undefined, number | undefined, number]>([
    [undefined, undefined, 0],
    ['5', undefined, 5000],
    ['5', 9, 9000],
    ['86400', undefined, 3_600_000],
    [undefined, 86_400, 3_600_000],
    ['-1', undefined, 0],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined, 0],
    ['1e9', undefined, 0],
    ['99999999999999999999', undefined, 0],
  ])('Retry-After %j and member %j: %i ms, never more than an hour', (header, member, ms) => {
    expect(retryAfterMs(header, member)).toBe(ms)
  })
})
