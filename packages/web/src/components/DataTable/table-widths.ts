import type { CSSProperties } from 'react'
import type { Column } from './column.ts'

/** What a column without a width gets at least: the name of the row. */
const LEAST_PX = 210
const BOX_PX = 48

type Sized = Pick<Column<never>, 'width' | 'rank'>

const sum = (columns: readonly Sized[], rank: number): number =>
  columns.reduce((total, column) => total + ((column.rank ?? 1) <= rank ? (column.width ?? LEAST_PX) : 0), 0)

/** Least widths of the table with the columns up to each rank; below that it scrolls sideways instead of squeezing. */
export function tableWidths(columns: readonly Sized[], hasBox: boolean): CSSProperties {
  const box = hasBox ? BOX_PX : 0
  return Object.fromEntries([1, 2, 3].map(rank => [`--width-${rank}`, `${sum(columns, rank) + box}px`]))
}
