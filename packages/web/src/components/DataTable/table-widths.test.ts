import { expect, it } from 'vitest'
import { tableWidths } from './table-widths.ts'

it('a table is at least as wide as the columns shown at each width need', () => {
  const columns = [{}, { width: 100 }, { width: 50, rank: 2 as const }, { width: 30, rank: 3 as const }]
  expect(tableWidths(columns, true)).toEqual({ '--width-1': '358px', '--width-2': '408px', '--width-3': '438px' })
  expect(tableWidths(columns, false)).toMatchObject({ '--width-1': '310px' })
})
