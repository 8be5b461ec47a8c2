import { safeText } from '../output/safe-text.ts'
import { renderTable, type TableColumn } from '../output/table.ts'

/** A table under its title, with an empty line above; nothing where there are no rows. */
export const section = <Row>(title: string, columns: readonly TableColumn<Row>[], rows: readonly Row[]): string[] =>
  rows.length === 0 ? [] : ['', `${title}:`, renderTable(columns, rows)]

/** Lines that no column cuts: addresses and digests are there to be copied. */
export const lines = (title: string, texts: readonly string[]): string[] =>
  texts.length === 0 ? [] : ['', `${title}:`, ...texts.map(text => `  ${safeText(text)}`)]
