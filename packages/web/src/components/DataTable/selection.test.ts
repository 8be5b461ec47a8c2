import { describe, expect, it } from 'vitest'
import { distinctRows, rowsBetween, withRows } from './selection.ts'

const key = (row: string): string => row
const rows = ['a', 'b', 'c', 'd']

describe('a selection', () => {
  it('takes and leaves rows without touching the others', () => {
    const first = withRows(new Map(), ['a', 'b'], key, true)
    expect([...withRows(first, ['b', 'c'], key, false).keys()]).toEqual(['a'])
    expect([...first.keys()]).toEqual(['a', 'b'])
  })

  it.each([
    ['a', 'c', ['a', 'b', 'c']],
    ['c', 'a', ['a', 'b', 'c']],
    ['b', 'b', ['b']],
    [null, 'c', ['c']],
    ['gone', 'c', ['c']],
    ['a', 'gone', []],
  ])('from %s to %s with Shift is %j', (from, to, want) => {
    expect(rowsBetween(rows, key, from, to)).toEqual(want)
  })
})

it('a row that two pages carry is shown once', () => {
  expect(distinctRows(['a', 'b', 'a'], key)).toEqual(['a', 'b'])
})
