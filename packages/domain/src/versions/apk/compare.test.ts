import { describe, expect, it } from 'vitest'
import { compareApk } from './compare.ts'

describe('Alpine versions', () => {
  it.each([
    ['numbers compare by value', '1.9', '1.10', -1],
    ['a further number is higher', '1.0', '1.0.0', -1],
    ['leading zeros of the first number do not count', '01.0', '1.0', 0],
    ['a later number with a leading zero compares as text', '8.2.0015', '8.2.002', -1],
    ['… and is below any without', '1.09', '1.1', -1],
    ['… so 1.0 is below 1.00', '1.0', '1.00', -1],
    ['a letter is above none', '1.0', '1.0a', -1],
    ['a letter is below a further number', '1.0z', '1.0.0', -1],
    ['pre-release suffixes are below the version', '1.0_rc9', '1.0', -1],
    ['… in their own order', '1.0_alpha', '1.0_beta', -1],
    ['other suffixes are above it', '1.0', '1.0_cvs', -1],
    ['a suffix with a number is above the suffix alone', '1.0_p', '1.0_p0', -1],
    ['suffix numbers compare by value', '1.0_p9', '1.0_p10', -1],
    ['suffixes can follow one another', '0.1.0_alpha_pre2', '0.1.0_alpha', -1],
    ['a revision is above none', '1.0', '1.0-r0', -1],
    ['revisions compare by value', '1.0-r9', '1.0-r10', -1],
    ['a revision is below everything else that follows', '1.0-r9', '1.0_p1', -1],
    ['commit hashes compare as text', '1.0~abc', '1.0~abd', -1],
    ['a hash is above none and above a revision alone', '1.0-r1', '1.0~abc', -1],
  ])('%s', (_, a, b, order) => {
    expect(compareApk(a, b)).toBe(order)
    expect(compareApk(b, a)).toBe(0 - order)
  })

  it.each([
    ['reading stops at what is no version: equal up to there is equal', '1.0-foo', '1.0_bar', 0],
    ['… and below the version that ends there', '1.0-foo', '1.0', -1],
    ['… but above its pre-releases', '1.0-foo', '1.0_rc1', 1],
    ['no number at the front is below every version', 'foo', '0', -1],
    ['an earlier difference decides', '23_foo', '4_beta', 1],
    ['numbers beyond 64 bits compare by value', '18446744073709551616', '18446744073709551615', 1],
  ])('what apk refuses has its place, too: %s', (_, a, b, order) => {
    expect(compareApk(a, b)).toBe(order)
    expect(compareApk(b, a)).toBe(0 - order)
  })
})
