import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type AssessmentCandidate,
  type ConfigurationCandidate,
  matchAssessment,
  matchConfiguration,
} from './choose-profile.ts'

const tag = (tagId: number, ...below: number[]) => ({ tagId, covers: [tagId, ...below] })
const configuration = (id: number, priority: number, ...tags: ReturnType<typeof tag>[]) => ({ id, priority, tags })
const assessment = (id: number, scanEveryS: number, ...tags: ReturnType<typeof tag>[]) => ({
  id,
  scanEveryS,
  enabled: true,
  tags,
})

describe('the configuration profile of an asset', () => {
  it.each([
    ['none fits: the default', [configuration(1, 1, tag(5))], [6], null],
    ['an asset without tags has the default', [configuration(1, 1, tag(5))], [], null],
    ['a profile without tags fits nothing', [configuration(1, 1)], [5], null],
    ['one fits by its own tag', [configuration(1, 1, tag(5))], [5], [1, 5]],
    ['one fits by a tag below its own', [configuration(1, 1, tag(5, 6, 7))], [7], [1, 5]],
    [
      'of several the smallest priority counts, not the oldest',
      [configuration(1, 2, tag(5)), configuration(2, 1, tag(5))],
      [5],
      [2, 5],
    ],
    ['by the first of its tags that fits', [configuration(1, 1, tag(9), tag(5))], [9, 5], [1, 5]],
  ] as const)('%s', (_claim, profiles, carried, want) => {
    const match = matchConfiguration(profiles, new Set(carried))[0]
    expect(match === undefined ? null : [match.profile.id, match.tagId]).toEqual(want)
  })
})

describe('the assessment profile of an asset', () => {
  it.each([
    ['the shortest interval counts', [assessment(1, 86_400, tag(5)), assessment(2, 14_400, tag(6))], [5, 6], 2],
    [
      'of two equal intervals the older profile counts',
      [assessment(2, 14_400, tag(6)), assessment(1, 14_400, tag(5))],
      [5, 6],
      1,
    ],
    [
      'a disabled one never does',
      [{ ...assessment(1, 14_400, tag(5)), enabled: false }, assessment(2, 86_400, tag(6))],
      [5, 6],
      2,
    ],
    ['all disabled: the default', [{ ...assessment(1, 14_400, tag(5)), enabled: false }], [5], null],
  ] as const)('%s', (_claim, profiles, carried, want) => {
    expect(matchAssessment(profiles, new Set(carried))[0]?.profile.id ?? null).toBe(want)
  })
})

const someTags = fc.array(
  fc.record({
    tagId: fc.integer({ min: 1, max: 8 }),
    below: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
  }),
  { maxLength: 4 },
)
const carried = fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }).map(tags => new Set(tags))

test('no profile that fits would have counted before the one that does (a plain look at each pair)', () => {
  const profiles = fc
    .array(someTags, { maxLength: 6 })
    .chain(lists =>
      fc
        .shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: lists.length, maxLength: lists.length })
        .map(priorities =>
          lists.map((tags, i) =>
            configuration(i + 1, priorities[i] as number, ...tags.map(t => tag(t.tagId, ...t.below))),
          ),
        ),
    )
  fc.assert(
    fc.property(profiles, carried, (list: ConfigurationCandidate[], tags) => {
      const fits = (one: ConfigurationCandidate) => one.tags.some(t => t.covers.some(id => tags.has(id)))
      const found = matchConfiguration(list, tags)
      const ids = (ones: readonly { id: number }[]) => new Set(ones.map(one => one.id))
      expect(ids(found.map(match => match.profile))).toEqual(ids(list.filter(fits)))
      expect(found).toHaveLength(list.filter(fits).length)
      const best = found[0]?.profile
      if (best !== undefined) for (const one of list) expect(fits(one) && one.priority < best.priority).toBe(false)
    }),
  )
})

test('no enabled profile that fits scans more often than the one that counts', () => {
  const profiles = fc.array(
    fc.record({ tags: someTags, scanEveryS: fc.constantFrom(14_400, 28_800, 86_400), enabled: fc.boolean() }),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(profiles, carried, (list, tags) => {
      const candidates: AssessmentCandidate[] = list.map((one, i) => ({
        ...one,
        id: i + 1,
        tags: one.tags.map(t => tag(t.tagId, ...t.below)),
      }))
      const fitting = candidates.filter(one => one.enabled && one.tags.some(t => t.covers.some(id => tags.has(id))))
      const shortest = Math.min(...fitting.map(one => one.scanEveryS))
      const best = matchAssessment(candidates, tags)[0]?.profile
      expect(best?.scanEveryS ?? Number.POSITIVE_INFINITY).toBe(shortest)
    }),
  )
})
