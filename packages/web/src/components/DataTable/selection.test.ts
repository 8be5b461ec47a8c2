import { describe, expect, it } from 'vitest'
import { distinctRows, type Selected, selectedAfter, withRows } from './selection.ts'

interface Row {
  readonly id: string
  readonly n: number
}
const keyOf = (row: Row) => row.id
const rows: readonly Row[] = ['a', 'b', 'c'].map((id, n) => ({ id, n }))
const chosen: Selected<Row> = new Map([['z', { id: 'z', n: 99 }]])

describe('the choice', () => {
  it.each([
    [
      ['z', 'b'],
      ['z', 'b'],
    ],
    [['b', 'nowhere'], ['b']],
    [[], []],
  ])('of the keys %j holds the rows %j, also those that a search hides', (keys, want) => {
    expect([...selectedAfter(chosen, keys, rows, keyOf).keys()]).toEqual(want)
  })

  it('with all that match holds them once, with their newest facts', () => {
    const next = withRows(new Map([['a', { id: 'a', n: 7 }]]), rows, keyOf)
    expect([...next.values()].map(row => row.n)).toEqual([0, 1, 2])
  })
})

it('a row that stands on two pages is shown once', () => {
  expect(distinctRows([...rows, { id: 'a', n: 5 }], keyOf).map(keyOf)).toEqual(['a', 'b', 'c'])
})
