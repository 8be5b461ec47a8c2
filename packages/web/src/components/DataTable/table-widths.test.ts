import { expect, it } from 'vitest'
import { fitting, leastWidth } from './table-widths.ts'

const columns = [
  { key: 'name' },
  { key: 'missing', width: 90 },
  { key: 'scan', width: 120, rank: 2 as const },
  { key: 'user', width: 100, rank: 3 as const },
]

it('a table is as wide as its columns and the box, at least', () => {
  expect(leastWidth(columns, true)).toBe(48 + 210 + 90 + 120 + 100)
  expect(leastWidth(columns.slice(0, 2), false)).toBe(300)
})

it.each([
  [568, ['name', 'missing', 'scan', 'user']],
  [567, ['name', 'missing', 'scan']],
  [468, ['name', 'missing', 'scan']],
  // Too narrow for what matters more, but not for what matters less.
  [467, ['name', 'missing', 'user']],
  [447, ['name', 'missing']],
  [0, ['name', 'missing']],
])('in %d px the columns %j are shown', (width, want) => {
  expect(fitting(columns, true, width).map(column => column.key)).toEqual(want)
})
