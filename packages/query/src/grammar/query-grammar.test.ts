import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateParser } from '../testing/adapters/generate-parser.ts'
import { parser } from './query-parser.gen.ts'

test('the committed tables are those of query.grammar', async () => {
  // After a change: node packages/query/src/testing/adapters/write-parser.ts
  for (const [name, text] of Object.entries(await generateParser())) {
    expect(await readFile(new URL(name, import.meta.url), 'utf8')).toBe(text)
  }
})

const pieces = [
  'and',
  'or',
  'not',
  ' ',
  'is',
  'null',
  'a',
  'ab.c',
  ':',
  '>',
  '<=',
  '!=',
  '"',
  '`',
  '\\',
  '(',
  ')',
  '[',
  ']',
  ',',
]
const more = [
  '..',
  '...',
  '.',
  '*',
  '5',
  'fe80::1',
  '=',
  '\t',
  '\u00a0',
  '\u202e',
  '\ud83d\ude00',
  '\ud800',
  '\u0000',
  '/',
  '-',
]

test('every text has a place for all of its parts: the parser never recovers from an error', () => {
  const text = fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 60 }).map(parts => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), query => {
      parser.parse(query).iterate({
        enter: node => {
          if (node.type.isError) throw new Error(`recovered from an error at ${node.from}`)
        },
      })
    }),
    { numRuns: 500 },
  )
})
