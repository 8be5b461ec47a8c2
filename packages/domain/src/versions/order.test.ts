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

// A hostile repository or agent sends one of these. The time is the best of several: what counts is the work that the input
// makes, not what else the machine does.
describe.each(versionSchemeNames)('%s versions of ten thousand and more characters', scheme => {
  const { compare, key } = versionSchemes[scheme]

  it('compare in under a millisecond: 10,000 tildes', () => {
    const tildes = `1.0${'~'.repeat(10_000)}`
    expect(bestMs(() => compare(`${tildes}1`, `${tildes}2`), 100)).toBeLessThan(1)
    expect(bestMs(() => key(tildes), 100)).toBeLessThan(1)
  })

  // 100,000 steps take about 5 ms here; quadratic work on 100,000 characters takes many seconds.
  it.each([
    ['tildes', (n: number) => `1.0${'~'.repeat(n)}`],
    ['tildes with spaces', (n: number) => `1.0${'~ '.repeat(n / 2)}`],
    ['dots', (n: number) => `1${'.'.repeat(n)}`],
    ['parts', (n: number) => `1${'.0'.repeat(n / 2)}`],
    ['digits', (n: number) => `1.${'9'.repeat(n)}`],
    ['zeros', (n: number) => `1.${'0'.repeat(n)}`],
    ['letters', (n: number) => `1.${'a'.repeat(n)}`],
    ['hyphens', (n: number) => `1${'-'.repeat(n)}`],
    ['colons', (n: number) => `1${':'.repeat(n)}`],
    ['blanks', (n: number) => `${' '.repeat(n)}1`],
    ['suffixes', (n: number) => `1${'_p1'.repeat(n / 3)}`],
    ['bytes above 0x7f', (n: number) => `1.${'é'.repeat(n / 2)}`],
  ])('take time in step with their length: %s', (_, make) => {
    const [low, high] = [`${make(100_000)}1`, `${make(100_000)}2`]
    expect(bestMs(() => compare(low, high), 3)).toBeLessThan(200)
    expect(bestMs(() => key(low), 3)).toBeLessThan(200)
    expect(compareVersionKeys(key(low), key(high))).toBe(compare(low, high))
  })
})

function bestMs(work: () => unknown, times: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}
