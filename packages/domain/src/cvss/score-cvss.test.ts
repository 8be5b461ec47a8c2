import calculator from 'ae-cvss-calculator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCvss } from './parse-cvss.ts'
import { cvssRating, scoreCvss, type CvssScores } from './score-cvss.ts'
import { exactV3 } from './testing/exact-v3.ts'
import { allV3BaseVectors, v3Vector, v4Vector } from './testing/vectors.ts'

const { Cvss3P0, Cvss3P1, Cvss4P0 } = calculator

const scores = (vector: string): CvssScores => {
  const found = scoreCvss(parseCvss(vector))
  if (found === null) throw new Error(`${vector} has no scores`)
  return found
}

describe('base scores of v3', () => {
  it('all 2,592 vectors of v3.1 score as another calculator has it, and as exact fractions do', () => {
    const vectors = allV3BaseVectors('3.1')
    expect(vectors.length).toBe(2592)
    const differing = vectors.filter(vector => {
      const ours = scores(vector).base
      return ours !== new Cvss3P1(vector).calculateScores().base || ours !== exactV3(parseCvss(vector)).base
    })
    expect(differing).toEqual([])
  })

  it('… and all 2,592 of v3.0', () => {
    const differing = allV3BaseVectors('3.0').filter(vector => {
      const ours = scores(vector).base
      return ours !== new Cvss3P0(vector).calculateScores().base || ours !== exactV3(parseCvss(vector)).base
    })
    expect(differing).toEqual([])
  })
})

describe('temporal and environmental scores of v3', () => {
  it.each(['3.0', '3.1'] as const)('random vectors of v%s score as exact fractions do', version => {
    fc.assert(
      fc.property(v3Vector(version), vector => {
        const cvss = parseCvss(vector)
        const ours = scores(vector)
        const all = exactV3(cvss)
        expect(ours.base).toBe(all.base)
        expect(ours.temporal ?? all.temporal).toBe(all.temporal)
        expect(ours.environmental ?? all.environmental).toBe(all.environmental)
      }),
      { numRuns: 3000, seed: 31 },
    )
  })

  it('random vectors of v3.1 score as another calculator has it', () => {
    fc.assert(
      fc.property(v3Vector('3.1'), vector => {
        const ours = scores(vector)
        const theirs = new Cvss3P1(vector).calculateScores()
        expect(ours.temporal).toBe(theirs.temporal ?? null)
        expect(ours.environmental).toBe(theirs.environmental ?? null)
        expect(ours.overall).toBe(theirs.overall)
      }),
      { numRuns: 2000, seed: 32 },
    )
  })

  it.each([
    ['no such metric, no such score', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', [9.8, null, null, 9.8]],
    [
      '"not defined" is no such metric',
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/MAV:X',
      [9.8, null, null, 9.8],
    ],
    ['temporal', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C', [9.8, 8.8, null, 8.8]],
    ['environmental', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P', [9.8, null, 6.8, 6.8]],
    // Section 7.3 on the exponent that differs: these two vectors differ by their version alone.
    [
      'a changed scope is weighed anew in v3.1',
      'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/CR:H/IR:H/AR:H/MS:C',
      [8.4, null, 9.4, 9.4],
    ],
    [
      '… and was not in v3.0',
      'CVSS:3.0/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/CR:H/IR:H/AR:H/MS:C',
      [8.4, null, 9.3, 9.3],
    ],
    // 10.0 × 0.92 is 9.2; in floating point it is 9.200000000000001, of which the next tenth would be 9.3.
    ['v3.0 rounds up the exact product', 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/RC:U', [10, 9.2, null, 9.2]],
    ['… and v3.1 does, too', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/RC:U', [10, 9.2, null, 9.2]],
  ])('%s', (_, vector, [base, temporal, environmental, overall]) => {
    expect(scores(vector)).toEqual({ base, temporal, environmental, overall })
  })
})

describe('scores of v4.0', () => {
  it('5,000 random vectors score as another calculator has it', () => {
    const vectors = fc.sample(v4Vector, { numRuns: 5000, seed: 40 })
    const differing = vectors.filter(vector => {
      const ours = scores(vector)
      const theirs = new Cvss4P0(vector).calculateScores()
      return ours.overall !== theirs.overall || ours.base !== theirs.baseMetricsOnly
    })
    expect(differing).toEqual([])
  }, 30_000)

  it.each([
    ['the worst', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10],
    ['no impact is no severity', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0],
    ['the least', 'CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N/E:U', 0.1],
    [
      'supplemental metrics change nothing',
      'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/S:P/U:Red',
      9.3,
    ],
    // FIRST's own calculator says so (quay/claircore issue 1382, where another implementation had 4.7).
    [
      'a set without a lower one is left out',
      'CVSS:4.0/AV:A/AC:L/AT:N/PR:L/UI:A/VC:L/VI:L/VA:N/SC:N/SI:N/SA:H/CR:X',
      4.1,
    ],
  ])('%s: %s scores %f', (_, vector, score) => {
    expect(scores(vector).overall).toBe(score)
  })
})

it('version 2.0 has no score', () => {
  expect(scoreCvss(parseCvss('AV:N/AC:L/Au:N/C:P/I:P/A:P'))).toBeNull()
})

it.each([
  [0, 'none'],
  [0.1, 'low'],
  [3.9, 'low'],
  [4, 'medium'],
  [6.9, 'medium'],
  [7, 'high'],
  [8.9, 'high'],
  [9, 'critical'],
  [10, 'critical'],
])('%f is rated %s', (score, rating) => {
  expect(cvssRating(score)).toBe(rating)
})
