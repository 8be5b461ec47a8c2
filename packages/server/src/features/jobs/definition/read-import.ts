/** A line of a file of assets that says something. */
export interface ImportLine {
  /** Counted from 1, as editors do. */
  readonly line: number
  readonly text: string
}

/** Heads of the column that names the asset, in the order in which they win. */
const heads = ['id', 'asset id', 'asset', 'name', 'asset name', 'hostname', 'host']

/**
 * Names or ids from CSV (RFC 4180) or from plain lines: those of the column whose head says so, otherwise of the first one. Commas,
 * semicolons and tabs separate columns; empty lines and lines with `#` say nothing. Never throws: an open quote ends with the text.
 */
export function readImport(text: string): readonly ImportLine[] {
  const rows = rowsOf(text.replace(/^\ufeff/, ''))
  const [first] = rows
  const names = first?.cells.map(cell => cell.trim().toLowerCase()) ?? []
  const head = heads.find(one => names.includes(one))
  const column = head === undefined ? 0 : names.indexOf(head)
  return rows
    .slice(head === undefined ? 0 : 1)
    .map(({ line, cells }) => ({ line, text: (cells[column] ?? '').trim() }))
    .filter(row => row.text !== '' && !row.text.startsWith('#'))
}

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

function rowsOf(text: string): Row[] {
  const rows: Row[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let began = 1
  const endRow = (): void => {
    rows.push({ line: began, cells: [...cells, cell] })
    cells = []
    cell = ''
    began = line
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string
    if (char === '\n') line += 1
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (char === '"' && cell.trim() === '') {
      cell = ''
      quoted = true
    } else if (char === ',' || char === ';' || char === '\t') {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') endRow()
    else if (char !== '\r') cell += char
  }
  endRow()
  return rows
}
