import { ActionIcon, Checkbox } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import type { Column } from './column.ts'
import css from './DataTable.module.css'
import type { RowOfTable } from './row-table.ts'

interface TableRowProps<Row> {
  readonly row: RowOfTable<Row>
  /** Its place among the rows, from 0. */
  readonly index: number
  readonly name: string
  readonly link: string | undefined
  readonly columns: ReadonlyMap<string, Column<Row>>
  readonly hasBox: boolean
  /** Of all rows one is a stop of the Tab key; arrow keys go from it to the others. */
  readonly isStop: boolean
  readonly onFocus: (index: number) => void
  /** Asks why the row is in the list. */
  readonly onAsk?: (() => void) | undefined
  /** Takes the row's element, to know its height. */
  readonly measure: (element: HTMLTableRowElement | null) => void
}

/** The whole row opens on a click; the link in its first cell is what keyboards and screen readers use. */
export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, index, name, link, columns, hasBox, isStop, measure, onAsk } = props
  const navigate = useNavigate()
  const open = (event: MouseEvent<HTMLElement>): void => {
    if (link === undefined || event.defaultPrevented || (event.target as Element).closest('a,button,input,label'))
      return
    if (String(globalThis.getSelection() ?? '') !== '') return
    void navigate(link)
  }
  const tabIndex = isStop ? 0 : -1
  const [title, ...others] = row.getVisibleCells().flatMap(cell => columns.get(cell.column.id) ?? [])
  return (
    // The row's link stands in its first cell; the click on the rest is a convenience for pointers.
    <tr
      ref={measure}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={css.row}
      data-link={link !== undefined || undefined}
      data-chosen={row.getIsSelected() || undefined}
      onClick={open}
      onFocus={() => props.onFocus(index)}
    >
      {hasBox && (
        <td role="cell" className={css.boxCell}>
          {row.getCanSelect() && (
            <Checkbox
              aria-label={t('table.select', { name: shownText(name, 80) })}
              data-row-stop="box"
              tabIndex={tabIndex}
              checked={row.getIsSelected()}
              onChange={row.getToggleSelectedHandler()}
            />
          )}
        </td>
      )}
      {title && (
        <th
          role="rowheader"
          scope="row"
          className={css.title}
          data-align={title.align}
          data-asked={onAsk !== undefined || undefined}
        >
          {link === undefined ? (
            title.cell(row.original)
          ) : (
            <Link to={link} className={css.link} data-row-stop="link" tabIndex={tabIndex}>
              {title.cell(row.original)}
            </Link>
          )}
          {onAsk !== undefined && (
            <ActionIcon
              size="sm"
              className={css.ask ?? ''}
              tabIndex={tabIndex}
              aria-label={t('why.row', { name: shownText(name, 80) })}
              title={t('why.row', { name: shownText(name, 80) })}
              onClick={onAsk}
            >
              <IconHelpCircle size={15} aria-hidden />
            </ActionIcon>
          )}
        </th>
      )}
      {others.map(column => (
        <td
          key={column.key}
          role="cell"
          data-align={column.align}
          data-label={column.quietHead ? undefined : t(column.header)}
          data-acts={column.quietHead || undefined}
        >
          {column.cell(row.original)}
        </td>
      ))}
    </tr>
  )
}
