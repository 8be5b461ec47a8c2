import { safeText } from './safe-text.ts'

export interface TableColumn<T> {
  readonly title: string
  readonly value: (row: T) => string | number | boolean | null
  /** Numbers stand to the right. */
  readonly right?: boolean
}

const CELL = 60
const graphemes = new Intl.Segmenter()

/** What a person sees as characters: the unit of width here. */
const charactersOf = (text: string): string[] => Array.from(graphemes.segment(text), s => s.segment)

/** Columns side by side, one line a row; long cells are cut with an ellipsis. Empty lists give the titles alone. */
export function renderTable<T>(columns: readonly TableColumn<T>[], rows: readonly T[]): string {
  const cells = rows.map(row => columns.map(column => cellOf(column.value(row))))
  const widths = columns.map((column, i) =>
    Math.max(column.title.length, ...cells.map(row => charactersOf(row[i] ?? '').length)),
  )
  const line = (values: readonly string[]): string =>
    values
      .map((value, i) => {
        const space = ' '.repeat(Math.max(0, (widths[i] ?? 0) - charactersOf(value).length))
        return columns[i]?.right === true ? space + value : value + space
      })
      .join('  ')
      .trimEnd()
  return [line(columns.map(c => c.title.toUpperCase())), ...cells.map(line)].join('\n')
}

function cellOf(value: string | number | boolean | null): string {
  if (value === null) return '-'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = charactersOf(safeText(String(value)))
  return text.length > CELL ? `${text.slice(0, CELL - 1).join('')}…` : text.join('')
}

/** Name and value, one a line. */
export function renderFields(fields: readonly (readonly [string, string | number | boolean | null])[]): string {
  const width = Math.max(...fields.map(([name]) => name.length))
  return fields.map(([name, value]) => `${name.padEnd(width)}  ${cellOf(value)}`).join('\n')
}
