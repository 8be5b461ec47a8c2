import css from './DataTable.module.css'

const rowNumbers = [1, 2, 3, 4, 5, 6, 7, 8]

/** Rows to come; they keep the table from jumping when the answer is there. */
export function SkeletonRows({ columns }: { readonly columns: number }) {
  return rowNumbers.map(row => (
    <tr key={row} role="row" aria-hidden className={css.skeleton}>
      <td role="cell" colSpan={columns}>
        <span style={{ width: `${30 + ((row * 37) % 50)}%` }} />
      </td>
    </tr>
  ))
}
