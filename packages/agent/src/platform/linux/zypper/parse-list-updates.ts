import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord } from '../../text-lines.ts'
import { parseTables } from './parse-table.ts'

export interface ZypperUpdate {
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly installed: string | null
  readonly repository: string | null
}

const KIND = 'zypper list-updates'

/** Reads the table of `zypper list-updates`, with and without `-q`. Nothing at all is an empty listing. @throws ParseError */
export function parseZypperUpdates(text: string): ZypperUpdate[] {
  const { tables, recognised } = parseTables(KIND, text)
  const updates: ZypperUpdate[] = []
  for (const { columns, rows } of tables) {
    const at = (title: string) => columns.indexOf(title)
    const [name, arch, version, installed] = [at('Name'), at('Arch'), at('Available Version'), at('Current Version')]
    if (name < 0 || arch < 0 || version < 0)
      throw notOfKind(KIND, `its columns are not ${columns.slice(0, 8).join(', ')}`)
    for (const row of rows) {
      // A repository's name is free text and may hold the separator: all that follows it is counted from the right.
      const extra = row.cells.length - columns.length
      const cell = (index: number) => row.cells[index + extra] ?? ''
      if (extra < 0 || cell(name) === '' || cell(version) === '' || cell(arch) === '')
        throw badLine(KIND, row.lineNumber, row.line)
      addRecord(KIND, updates, {
        name: cell(name),
        arch: cell(arch),
        version: cell(version),
        installed: installed < 0 ? null : cell(installed) || null,
        repository:
          at('Repository') < 0 ? null : row.cells.slice(at('Repository'), at('Repository') + extra + 1).join(' | '),
      })
    }
  }
  if (!recognised && text.trim() !== '') throw notOfKind(KIND, 'no table and no "No updates found."')
  return updates
}
