import { expect, it } from 'vitest'
import { changedMembers } from './changed-members.ts'

it.each([
  ['nothing', {}, []],
  [
    'a member that changed, and not the one that did not',
    { before: { name: 'A', colour: '' }, after: { name: 'B', colour: '' } },
    [{ name: 'name', before: 'A', after: 'B' }],
  ],
  [
    'what came and what went',
    { before: { a: 1 }, after: { b: [1, 2] } },
    [
      { name: 'a', before: '1', after: null },
      { name: 'b', before: null, after: '[1,2]' },
    ],
  ],
  ['what was made', { after: { name: 'A' } }, [{ name: 'name', before: null, after: 'A' }]],
  [
    'a plain fact beside',
    { reason: 'left', before: null, after: null },
    [{ name: 'reason', before: null, after: 'left' }],
  ],
  [
    'a change of something without members',
    { before: 'old', after: 'new' },
    [{ name: 'value', before: 'old', after: 'new' }],
  ],
  ['what was empty', { before: { a: null }, after: { a: 5 } }, [{ name: 'a', before: '–', after: '5' }]],
  [
    'a member with a name of every object',
    { after: { constructor: 'x' } },
    [{ name: 'constructor', before: null, after: 'x' }],
  ],
] as const)('a row of the audit shows %s', (_, detail, want) => {
  expect(changedMembers(detail)).toEqual(want)
})
