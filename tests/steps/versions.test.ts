import { countSteps } from './count-steps.ts'
import { compareVersionKeys, versionSchemeNames, versionSchemes } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'

// A hostile repository or agent sends one of these. Quadratic work on 100,000 characters would be 10,000,000,000 steps.
const LENGTH = 100_000
/** Most blocks that reading or writing one character enters, for two versions. */
const STEPS_PER_CHARACTER = 40

describe.each(versionSchemeNames)(
  '%s versions of 100,000 characters take steps in proportion to their length',
  scheme => {
    const { compare, key } = versionSchemes[scheme]

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
    ])('%s', (_, make) => {
      const [low, high] = [`${make(LENGTH)}1`, `${make(LENGTH)}2`]
      expect(countSteps(() => compare(low, high))).toBeLessThan(STEPS_PER_CHARACTER * LENGTH)
      expect(countSteps(() => key(low))).toBeLessThan(STEPS_PER_CHARACTER * LENGTH)
      expect(compareVersionKeys(key(low), key(high))).toBe(compare(low, high))
    })
  },
)

it('the count sees what it is for: a loop in a loop', () => {
  const { compare } = versionSchemes.deb
  const once = countSteps(() => compare(`1.${'a'.repeat(100)}1`, `1.${'a'.repeat(100)}2`))
  const often = countSteps(() => {
    for (let i = 0; i < 100; i++) compare(`1.${'a'.repeat(100)}1`, `1.${'a'.repeat(100)}2`)
  })
  expect(once).toBeGreaterThan(100)
  expect(often).toBeGreaterThan(90 * once)
})
