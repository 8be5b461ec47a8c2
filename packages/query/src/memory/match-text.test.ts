import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from '../text/fold.ts'
import { wordsOf } from '../text/words.ts'
import { matchParts, matchText } from './match-text.ts'

describe('words stand next to each other and in order, whole, in any case', () => {
  it.each<[string, string, boolean]>([
    ['red hat', 'Red Hat Enterprise Linux 9', true],
    ['hat red', 'Red Hat Enterprise Linux 9', false],
    ['red linux', 'Red Hat Enterprise Linux 9', false],
    ['linux 9', 'Red Hat Enterprise Linux 9', true],
    ['red', 'Redmond', false],
    ['01', 'web-01', true],
    ['web 01', 'web-01', true],
    ['web01', 'web-01', false],
    ['größe', 'GRÖSSE', false],
    ['grösse', 'GRÖSSE', true],
    ['kelvin k', 'Kelvin \u212A', true],
    ['fine', 'ﬁne', true],
    ['9', 'Red Hat Enterprise Linux', false],
  ])('%s in %s: %s', (asked, text, expected) => {
    expect(matchText({ kind: 'words', text: asked, words: wordsOf(asked), quoted: true }, text)).toBe(expected)
  })
})

describe('an exact value is the whole value, case included', () => {
  it.each<[string, string, boolean]>([
    ['Critical', 'Critical', true],
    ['Critical', 'critical', false],
    ['Critical', 'Critical ', false],
    ['*', 'Critical', false],
  ])('%s is %s: %s', (value, text, expected) => {
    expect(matchText({ kind: 'exact', value }, text)).toBe(expected)
  })
})

describe('wildcards', () => {
  it.each<[string, string, boolean]>([
    ['web*', 'web-01', true],
    ['web*', 'the web', false],
    ['*01', 'web-01', true],
    ['*01', 'web-012', false],
    ['*b-0*', 'web-01', true],
    ['w*b*1', 'web-01', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*ab*', 'ab', false],
    ['*ab*ab*', 'abab', true],
    ['*', 'anything', true],
    ['w%b*', 'web', false],
    ['w_b*', 'web', false],
    ['w.b*', 'web', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matchParts(pattern.split('*'), foldText(text))).toBe(expected)
  })

  it('answer as a regular expression does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 })
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 }), (pattern, text) => {
        const source = pattern.split('*').map(part => part.replaceAll('.', '\\.'))
        expect(matchParts(pattern.split('*'), text)).toBe(new RegExp(`^${source.join('.*')}$`).test(text))
      }),
    )
  })

  it('a thousand stars on a text that almost fits need no trying', () => {
    // Trying all places for each part would not end within the life of the sun.
    const parts = Array.from({ length: 1000 }, () => 'a')
    expect(matchParts(['', ...parts, 'c'], `${'a'.repeat(5000)}b`)).toBe(false)
  })
})
