import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord } from '../../text-lines.ts'
import { parseTables, type Table, type TableRow } from './parse-table.ts'

export interface ZypperPatch {
  readonly name: string
  readonly category: string
  /** Lower case; null where zypper has none (SLES 11) or says `unspecified`. */
  readonly severity: string | null
  /** `needed`, `applied`, `not needed`, `optional`, `retracted`, … */
  readonly status: string
  readonly summary: string
  /** `reboot`, `message`, `restart` … as printed, null for `---`. */
  readonly interactive: string | null
}

export interface ZypperIssue {
  readonly cve: string
  readonly patch: string
  readonly category: string
  readonly severity: string | null
  readonly status: string
  readonly summary: string
}

const KIND = 'zypper list-patches'

export type ZypperPatchList =
  | { readonly kind: 'patches'; readonly patches: readonly ZypperPatch[] }
  | { readonly kind: 'issues'; readonly issues: readonly ZypperIssue[] }

/**
 * Reads the tables of `zypper list-patches`, of all states, with or without the Since column, and of `list-patches --cve`.
 * Nothing at all is an empty listing of patches. @throws ParseError
 */
export function parseZypperPatches(text: string): ZypperPatchList {
  const { tables, recognised } = parseTables(KIND, text)
  if (!recognised && text.trim() !== '') throw notOfKind(KIND, 'no table and no "No updates found."')
  const patches: ZypperPatch[] = []
  const issues: ZypperIssue[] = []
  for (const table of tables) {
    const issueList = table.columns.includes('Issue') && table.columns.includes('No.')
    for (const row of table.rows) {
      const cell = reader(table, row)
      const common = {
        category: cell('Category'),
        severity: readSeverity(cell('Severity', '')),
        status: cell('Status').toLowerCase(),
        summary: cell('Summary', ''),
      }
      if (issueList) {
        if (cell('Issue') === 'cve') addRecord(KIND, issues, { cve: cell('No.'), patch: cell('Patch'), ...common })
      } else
        addRecord(KIND, patches, {
          name: cell('Name'),
          ...common,
          interactive: readInteractive(cell('Interactive', '')),
        })
    }
  }
  return issues.length > 0 ? { kind: 'issues', issues } : { kind: 'patches', patches }
}

/** A summary is free text in the last column and may hold the separator; so may the repository's name in the first. */
function reader({ columns }: Table, row: TableRow): (title: string, fallback?: string) => string {
  let extra = row.cells.length - columns.length
  if (extra < 0) throw badLine(KIND, row.lineNumber, row.line)
  // Which of the two it was: the category stands in its column unless the repository shifted it.
  const category = columns.indexOf('Category')
  let shift = 0
  while (shift < extra && !CATEGORIES.has((row.cells[category + shift] ?? '').toLowerCase())) shift += 1
  extra -= shift
  return (title, fallback) => {
    const index = columns.indexOf(title)
    if (index < 0) {
      if (fallback === undefined) throw notOfKind(KIND, `its table has no column "${title}"`)
      return fallback
    }
    if (title === 'Summary') return row.cells.slice(index + shift).join(' | ')
    const found = row.cells[columns.indexOf('Repository') === index ? index : index + shift] ?? ''
    if (found === '' && fallback === undefined) throw badLine(KIND, row.lineNumber, row.line)
    return found
  }
}

const CATEGORIES = new Set(['security', 'recommended', 'optional', 'feature', 'document', 'yast', 'other', 'unknown'])

export function readSeverity(text: string): string | null {
  const lower = text.toLowerCase()
  return lower === '' || lower === 'unspecified' || lower === 'unknown' || lower === '---' ? null : lower
}

function readInteractive(text: string): string | null {
  return text === '' || text === '---' ? null : text
}
