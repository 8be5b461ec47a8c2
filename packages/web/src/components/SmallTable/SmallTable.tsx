import { Reported } from '../Reported/Reported.tsx'
import css from './SmallTable.module.css'

interface SmallTableProps {
  readonly label: string
  readonly heads: readonly string[]
  /** Reported texts, a cell each. */
  readonly rows: readonly (readonly string[])[]
  readonly none: string
}

/** A few rows inside a panel: no order, no pages. */
export function SmallTable({ label, heads, rows, none }: SmallTableProps) {
  if (rows.length === 0) return <p className={css.none}>{none}</p>
  return (
    <div className={css.scroller} role="group" aria-label={label} tabIndex={0}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            {heads.map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={`${i} ${row[0]}`}>
              {row.map((cell, j) => (
                <td key={heads[j]}>
                  <Reported text={cell} wrap />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
