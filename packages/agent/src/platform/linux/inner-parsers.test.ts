import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ParseError } from '../parse-error.ts'
import { innerReaders, noise } from '../testing/inner-readers.ts'
import { longTexts } from '../testing/long-texts.ts'

describe.each(innerReaders)('%s', (_, read, words) => {
  test('any text is read or refused with ParseError', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(fc.constantFrom(...words, ...noise), { maxLength: 40 }).map(parts => parts.join('')),
    )
    fc.assert(
      fc.property(text, input => {
        try {
          read(input)
        } catch (error) {
          if (!(error instanceof ParseError)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })

  test('long lines and many short ones are read or refused, too', () => {
    for (const text of longTexts(words)) {
      try {
        read(text)
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError)
      }
    }
  })
})
