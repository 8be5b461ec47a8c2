import type { Column } from './column.ts'

/** What a column without a width gets at least: the name of the row. */
const LEAST_PX = 210
const BOX_PX = 48

type Sized = Pick<Column<never>, 'width' | 'rank'>

/** The least width of a table; below it, it scrolls sideways instead of squeezing. */
export const leastWidth = (columns: readonly Sized[], hasBox: boolean): number =>
  columns.reduce((total, column) => total + (column.width ?? LEAST_PX), hasBox ? BOX_PX : 0)

/** The columns of cards, which have room for all but the last rank. */
export const onCards = <C extends Sized>(columns: readonly C[]): readonly C[] => upTo(columns, 2)

const rankOf = (column: Sized): number => column.rank ?? 1

/** The columns that fit into a width, in their order: those of rank 1 always, then of rank 2, then of rank 3, while there is room. */
export function fitting<C extends Sized>(columns: readonly C[], hasBox: boolean, width: number): readonly C[] {
  const kept = new Set(upTo(columns, 1))
  let room = width - leastWidth([...kept], hasBox)
  for (const rank of [2, 3])
    for (const column of columns) {
      const needed = column.width ?? LEAST_PX
      if (rankOf(column) !== rank || needed > room) continue
      kept.add(column)
      room -= needed
    }
  return columns.filter(column => kept.has(column))
}

const upTo = <C extends Sized>(columns: readonly C[], rank: number): C[] =>
  columns.filter(column => rankOf(column) <= rank)
