import { textLines } from '../../text-lines.ts'

export interface Table {
  /** Column titles, trimmed. */
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
}

export interface TableRow {
  readonly cells: readonly string[]
  readonly lineNumber: number
  readonly line: string
}

/**
 * The tables in a zypper text: a heading, a rule of `-` and `+`, rows until an empty line. `recognised` also for the sentences that zypper
 * prints in place of a table.
 */
export function parseTables(kind: string, text: string): { tables: Table[]; recognised: boolean } {
  const lines = textLines(kind, text)
  const tables: Table[] = []
  let rows: TableRow[] | null = null
  let recognised = false
  lines.forEach((line, index) => {
    if (/^-+(?:\+-+)+\s*$/.test(line)) {
      rows = []
      tables.push({ columns: cells(lines[index - 1] ?? ''), rows })
      recognised = true
    } else if (rows !== null && line.includes('|')) {
      rows.push({ cells: cells(line), lineNumber: index + 1, line })
    } else {
      rows = null
      if (NOTHING.test(line)) recognised = true
    }
  })
  return { tables, recognised }
}

const NOTHING =
  /^(?:No updates found\.|No matching issues found\.|No patches found\.|Loading repository data\.\.\.|Reading installed packages\.\.\.|\d+ patch(?:es)? needed)/

function cells(line: string): string[] {
  return line.split('|').map(cell => cell.trim())
}
