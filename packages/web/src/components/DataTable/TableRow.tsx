import { Checkbox } from '@mantine/core'
import type { MouseEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { shownText } from '../../text/shown-text.ts'
import type { Column } from './column.ts'
import css from './DataTable.module.css'

interface TableRowProps<Row> {
  readonly row: Row
  readonly name: string
  readonly link: string | undefined
  readonly columns: readonly Column<Row>[]
  readonly box?:
    | { readonly chosen: boolean; readonly able: boolean; toggle(chosen: boolean, range: boolean): void }
    | undefined
}

/** The whole row opens on a click; the link in its first cell is what keyboards and screen readers use. */
export function TableRow<Row>({ row, name, link, columns, box }: TableRowProps<Row>) {
  const navigate = useNavigate()
  const open = (event: MouseEvent<HTMLElement>): void => {
    if (link === undefined || event.defaultPrevented || (event.target as Element).closest('a,button,input,label'))
      return
    if (String(globalThis.getSelection() ?? '') !== '') return
    void navigate(link)
  }
  const [title, ...others] = columns
  return (
    // The row's link stands in its first cell; the click on the rest is a convenience for pointers.
    <tr
      role="row"
      className={css.row}
      data-link={link !== undefined || undefined}
      data-chosen={box?.chosen || undefined}
      onClick={open}
    >
      {box && (
        <td role="cell" className={css.boxCell}>
          {box.able && (
            <Checkbox
              aria-label={`Select ${shownText(name, 80)}`}
              data-row-stop="box"
              checked={box.chosen}
              onChange={event => {
                const native = event.nativeEvent as unknown as { shiftKey?: boolean }
                box.toggle(event.currentTarget.checked, native.shiftKey === true)
              }}
            />
          )}
        </td>
      )}
      {title && (
        <th role="rowheader" scope="row" className={css.title} data-align={title.align}>
          {link === undefined ? (
            title.cell(row)
          ) : (
            <Link to={link} className={css.link} data-row-stop="link">
              {title.cell(row)}
            </Link>
          )}
        </th>
      )}
      {others.map(column => (
        <td
          key={column.key}
          role="cell"
          data-rank={column.rank ?? 1}
          data-align={column.align}
          data-label={column.quietHead ? undefined : column.header}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}
