import { check } from '@patchyard/query'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diagnosticsOf } from './diagnostics.ts'

const marksOf = (text: string) => {
  const { errors, warnings } = check(text, { entity: 'asset' })
  return diagnosticsOf(text, errors, warnings)
}

it.each([
  ['osFamly:debian', 'error', 'osFamly'],
  ['name:web and missingPatchCount:many', 'error', 'many'],
  ['activatedDate:[2015-12-31]', 'warning', 'activatedDate:[2015-12-31]'],
])('in %j a mark for an %s covers %j', (text, severity, want) => {
  expect(marksOf(text).map(mark => [mark.severity, text.slice(mark.from, mark.to)])).toEqual([[severity, want]])
})

it('every mark is inside the text and marks something, whatever was typed', () => {
  const part = fc.constantFrom(
    'name',
    ':',
    'web',
    ' ',
    'and',
    'not',
    '(',
    ')',
    '[',
    '..',
    '"',
    '`',
    '>',
    'now-',
    '\u202e',
  )
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), parts => {
      const text = parts.join('')
      for (const { from, to } of marksOf(text)) {
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 60 },
  )
})
