import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersionKeys, versionSchemeNames, versionSchemes } from './index.ts'
import { anyText, versionLike, versionPair } from './testing/version-arbitraries.ts'

describe.each(versionSchemeNames)('%s versions', scheme => {
  const { compare, key, problem } = versionSchemes[scheme]
  const pair = fc.oneof(
    { weight: 8, arbitrary: versionPair(scheme) },
    { weight: 1, arbitrary: fc.tuple(anyText, anyText) },
    { weight: 1, arbitrary: fc.tuple(versionLike(scheme), anyText) },
  )
  const version = fc.oneof({ weight: 8, arbitrary: versionLike(scheme) }, { weight: 1, arbitrary: anyText })

  it('compare one way round as they do the other', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(compare(b, a)).toBe(compare(a, b) === 0 ? 0 : -compare(a, b))
      }),
      { numRuns: 3000 },
    )
  })

  it('equal themselves', () => {
    // A copy that is another string object, so that the short cut for identical strings is not what is tested.
    fc.assert(fc.property(version, v => compare(v, `${v} `.slice(0, -1)) === 0))
  })

  it('are totally ordered: sorted, each is at most every later one', () => {
    fc.assert(
      fc.property(fc.array(version, { minLength: 3, maxLength: 12 }), versions => {
        const sorted = versions.toSorted(compare)
        for (const [i, low] of sorted.entries()) {
          for (const high of sorted.slice(i + 1)) expect(compare(low, high)).toBeLessThanOrEqual(0)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('have keys in the order of the versions', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(compareVersionKeys(key(a), key(b))).toBe(compare(a, b))
      }),
      { numRuns: 5000 },
    )
  })

  it('have keys that compare as Buffer.compare, the memcmp of PostgreSQL, compares them', () => {
    fc.assert(fc.property(pair, ([a, b]) => Buffer.compare(key(a), key(b)) === compareVersionKeys(key(a), key(b))))
  })

  it('have keys that are not much longer', () => {
    const times = scheme === 'winget' ? 8 : 2
    fc.assert(
      fc.property(version, v => key(v).length <= times * Buffer.byteLength(v) + 16),
      { numRuns: 3000 },
    )
  })

  it('have a problem named, or none, whatever they are', () => {
    fc.assert(fc.property(version, v => ['string', 'undefined'].includes(typeof problem(v))))
  })
})
