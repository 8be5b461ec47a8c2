import { expect, it } from 'vitest'
import { moved } from './moved.ts'

it.each([
  [0, 1, 'bac'],
  [2, -1, 'acb'],
  [0, -1, 'abc'],
  [2, 1, 'abc'],
  [9, -1, 'abc'],
] as const)('the thing at %d moved by %d gives %s', (from, by, want) => {
  expect(moved(['a', 'b', 'c'], from, by).join('')).toBe(want)
})
