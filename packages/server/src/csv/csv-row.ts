export type CsvCell = string | number | boolean | null

/**
 * What a spreadsheet takes for a formula when it begins a cell, after OWASP "CSV Injection". Host names, titles and users come
 * from machines that may be hostile, and the file is opened by administrators. Full-width forms are folded to these by
 * East Asian spreadsheets.
 */
const formula = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/

const needsQuotes = /[",\r\n]|^\s|\s$/

/** One record of RFC 4180 with its line end. Text that would be a formula stands behind an apostrophe; our numbers stay numbers. */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

function cellText(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
