import type { ReactNode } from 'react'
import { Reported } from '../Reported/Reported.tsx'
import css from './SmallTable.module.css'

interface SmallTableProps {
  readonly label: string
  readonly heads: readonly string[]
  /** Cells: a reported text, or what is drawn in its place, such as a link. */
  readonly rows: readonly (readonly ReactNode[])[]
  readonly none: string
  /** Places of the columns that hold numbers. */
  readonly numbers?: readonly number[]
  /** `whole`: never scrolls inside a panel. `page`: it is all there is below a heading, and as long as it is. */
  readonly look?: 'panel' | 'whole' | 'page'
}

/**
 * A few rows inside a panel: no order, no pages. In a narrow place each row becomes lines of names and values; the roles keep
 * it a table for screen readers.
 */
export function SmallTable({ label, heads, rows, none, numbers = [], look = 'panel' }: SmallTableProps) {
  if (rows.length === 0) return <p className={css.none}>{none}</p>
  const align = (column: number): 'end' | undefined => (numbers.includes(column) ? 'end' : undefined)
  return (
    <div className={css.scroller} data-look={look} role="group" aria-label={label} tabIndex={0}>
      <table className={css.table} role="table" aria-label={label} data-wide={heads.length > 2 || undefined}>
        <thead role="rowgroup">
          <tr role="row">
            {heads.map((head, j) => (
              <th key={head} role="columnheader" scope="col" data-align={align(j)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, i) => (
            <tr key={`${i} ${typeof row[0] === 'string' ? row[0] : ''}`} role="row">
              {row.map((cell, j) => (
                <td key={heads[j]} role="cell" data-label={heads[j]} data-align={align(j)}>
                  {typeof cell === 'string' ? <Reported text={cell} wrap /> : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
