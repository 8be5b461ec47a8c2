import { foldText } from '@patchyard/query'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestPrefixes, type CountedValue, LONGEST_VALUE } from './best-prefixes.ts'

const value = (label: string, count = 1): CountedValue => ({ label, folded: foldText(label), count })

const ranked = (values: readonly CountedValue[], most: number) => [...bestPrefixes(values, most)].flat()

/** What the table is asked: rows whose `folded` begins with the prefix and whose `best` is no longer than it. */
const answered = (values: readonly CountedValue[], most: number, prefix: string): string[] =>
  ranked(values, most)
    .filter(({ folded, best }) => folded.startsWith(prefix) && best <= prefix.length)
    .map(({ label }) => label)

describe('values by the prefix from which on they are proposed', () => {
  it('give for every prefix the same as looking through all of them', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'ß', '😀', ' '), minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ label: text, count: fc.integer({ min: 1, max: 4 }) }), {
          selector: one => foldText(one.label),
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 5 }),
        text,
        (made, most, prefix) => {
          const values = made.map(({ label, count }) => value(label, count)).toSorted((a, b) => b.count - a.count)
          const folded = foldText(prefix)
          for (const asked of ['', folded.slice(0, 1), folded]) {
            const expected = values.filter(one => one.folded.startsWith(asked)).slice(0, most)
            expect(answered(values, most, asked).toSorted()).toEqual(expected.map(one => one.label).toSorted())
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('are each given once, with the shortest prefix', () => {
    const values = [value('ab', 3), value('abc', 2), value('a', 1)]
    expect(ranked(values, 1)).toEqual([
      { ...value('ab', 3), best: 0 },
      { ...value('abc', 2), best: 3 },
    ])
    expect(ranked(values, 3).map(({ best }) => best)).toEqual([0, 0, 0])
  })

  it('leave out what is too long to be kept', () => {
    const longest = 'x'.repeat(LONGEST_VALUE)
    expect(ranked([value(longest), value(`${longest}x`)], 20).map(({ label }) => label)).toEqual([longest])
  })

  it('take a hundred thousand that differ at their end alone', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => value(`workstation-${i}`))
    expect(answered(values, 20, 'workstation-4')).toHaveLength(20)
    expect(ranked(values, 20)).toHaveLength(100_000)
  })
})
