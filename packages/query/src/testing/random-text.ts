// Texts near the language: what people type, broken in the middle.
import fc from 'fast-check'
import type { Entity } from '../entities.ts'
import { tokensOf } from '../tokens/find-token.ts'

const values = [
  'security',
  'Internet Explorer',
  '"Red Hat"',
  '`Critical`',
  'web*',
  '"*cumulative*"',
  '[Missing, Installed]',
  '[a b:c, "d,e", x*]',
  '[2024-01-01 ... 2024-03-31]',
  '(10 .. 20)',
  '[2015-12-31]',
  '2016-01-01',
  '"2024-07-08T12:01:12.012+0000"',
  'now-7d/d',
  '[now-7d .. now]',
  'True',
  '10.0.0.0/8',
  'fe80::1',
  '5',
  '-1.5e-7',
  '1:2.3-4',
  'C:\\temp',
  '"a\\"b\\\\"',
  '`x\\`y`',
  '',
  '"',
  'this is null',
  '3f2b8c1e-0d5a-4c77-9b1e-2a6f4d8e9c10',
] as const

const operators = [':', ': ', '>', ' >= ', '<', '<=', '=', ':>', ' is null', ' is not null', '!='] as const
const joints = [' and ', ' or ', ' and not ', ' AND(', ') or (', ' ', '(', ')', ' not ', ',', '..'] as const

export const clauseTexts = (entity: Entity): fc.Arbitrary<string> => {
  const names = tokensOf(entity).map(token => token.name)
  const ends = tokensOf(entity).map(token => token.example)
  const made = fc
    .tuple(fc.constantFrom(...names, 'unknown', 'NAME'), fc.constantFrom(...operators), fc.constantFrom(...values))
    .map(parts => parts.join(''))
  return fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...ends) }, made, fc.constantFrom(...values))
}

/** Clauses joined by what may or may not join them. */
export const queryTexts = (entity: Entity): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(clauseTexts(entity), fc.constantFrom(...joints)), { minLength: 1, maxLength: 6 })
    .map(parts =>
      parts.map(([clause, joint], index) => (index === parts.length - 1 ? clause : clause + joint)).join(''),
    )

const hostile = [
  '\u0000',
  '\ud800',
  '\udc00',
  '\u202e',
  '\u200b',
  '"',
  '`',
  '\\',
  '(',
  ')',
  '[',
  ']',
  '*',
  ':',
  '..',
  ' ',
  'é',
  '😀',
]

/** A query with some characters taken out, doubled or replaced. */
export const mutatedTexts = (entity: Entity): fc.Arbitrary<string> =>
  fc
    .tuple(
      queryTexts(entity),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('', ...hostile), fc.integer({ min: 0, max: 3 })), { maxLength: 4 }),
    )
    .map(([text, changes]) =>
      changes.reduce((current, [place, insert, taken]) => {
        const at = place % (current.length + 1)
        return current.slice(0, at) + insert + current.slice(at + taken)
      }, text),
    )
