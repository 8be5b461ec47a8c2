import { expect, it } from 'vitest'
import { nextRow } from './next-row.ts'

it.each([
  ['ArrowDown', 0, 20, 1],
  ['ArrowDown', 19, 20, 19],
  ['ArrowUp', 0, 20, 0],
  ['PageDown', 3, 20, 13],
  ['PageDown', 15, 20, 19],
  ['PageUp', 15, 20, 5],
  ['Home', 15, 20, 0],
  ['End', 3, 20, 19],
  ['Enter', 3, 20, null],
  ['constructor', 3, 20, null],
  ['ArrowDown', 0, 0, null],
])('%s on row %d of %d leads to %s', (key, at, count, want) => {
  expect(nextRow(key, at, count)).toBe(want)
})
