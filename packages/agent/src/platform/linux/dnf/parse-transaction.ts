import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'
import { withoutZeroEpoch } from '../rpm/nevra.ts'

export type TransactionAction = 'install' | 'upgrade' | 'downgrade' | 'remove' | 'reinstall' | 'skip'

export interface TransactionRow {
  readonly action: TransactionAction
  /** Brought in by another package of the transaction. */
  readonly dependency: boolean
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly repository: string
  /** `name.arch evr` of packages that this one replaces. */
  readonly replaces: readonly string[]
}

export interface Transaction {
  readonly rows: readonly TransactionRow[]
  /** "Nothing to do." */
  readonly empty: boolean
}

const KIND = 'dnf --assumeno'
const HEADING = /^\s*Package\s+Arch(?:itecture)?\s+Version\s+Repo(?:sitory)?\s+Size\s*$/
const UNIT = /^(?:[kMGT]|[kKMGT]i?B|B)$/
const RULE = /^[=-]{20,}$/

// Headings of yum 3, dnf 4 and dnf 5.
const SECTIONS: readonly (readonly [RegExp, TransactionAction, boolean])[] = [
  [/^Installing:$/, 'install', false],
  [/^Installing group\/module packages:$/, 'install', false],
  [/^Installing (?:for )?(?:weak )?dependencies:$/, 'install', true],
  [/^(?:Upgrading|Updating):$/, 'upgrade', false],
  [/^Updating for dependencies:$/, 'upgrade', true],
  [/^Upgrading dependencies:$/, 'upgrade', true],
  [/^Downgrading:$/, 'downgrade', false],
  [/^Reinstalling:$/, 'reinstall', false],
  [/^Removing(?: unused| dependent)?(?: (?:for )?(?:dependencies|dependent packages))?:$/, 'remove', false],
  [/^Skip(?:ping|ped) .*:$/, 'skip', false],
]

/**
 * Reads the table that yum 3, dnf 4 and dnf 5 show before they ask. Rows may be wrapped, and on a terminal of 80 columns most are: fields
 * are counted, not measured. @throws ParseError
 */
export function parseTransaction(text: string): Transaction {
  const rows: TransactionRow[] = []
  let section: (typeof SECTIONS)[number] | null = null
  let inTable = false
  let recognised = false
  let fields: string[] = []
  let from = 0
  const lines = textLines(KIND, text)
  lines.forEach((line, index) => {
    if (/^Nothing to do\.?$/.test(line.trim()) || /^Dependencies [Rr]esolved/.test(line)) recognised = true
    if (HEADING.test(line)) {
      inTable = true
      recognised = true
      return
    }
    if (!inTable || RULE.test(line) || line.trim() === '') return
    if (/^Transaction Summary:?$/.test(line.trim())) {
      if (fields.length > 0) throw badLine(KIND, from, fields.join(' '))
      inTable = false
      return
    }
    if (!/^\s/.test(line)) {
      const heading = SECTIONS.find(([pattern]) => pattern.test(line.trimEnd()))
      if (heading === undefined || fields.length > 0) throw badLine(KIND, index + 1, line)
      section = heading
      return
    }
    const replacing = /^\s+replacing\s+(\S+)\s+(\S+?)\.?(?:\s+\S+)*$/.exec(line)
    if (replacing !== null) {
      const last = rows.pop()
      if (last === undefined) throw badLine(KIND, index + 1, line)
      rows.push({ ...last, replaces: [...last.replaces, `${replacing[1] ?? ''} ${replacing[2] ?? ''}`] })
      return
    }
    if (section === null) throw badLine(KIND, index + 1, line)
    if (fields.length === 0) from = index + 1
    fields.push(...line.trim().split(/\s+/))
    // name arch version repository, then the size as "98 M", "1.1 MiB", "0.0 B" or a bare "0"
    const unitFollows = UNIT.test((lines[index + 1] ?? '').trim())
    if (fields.length < 5 || (fields.length === 5 && unitFollows)) return
    const [name = '', arch = '', version = '', repository = '', size = '', unit = 'B'] = fields
    if (fields.length > 6 || !/^[\d.]+$/.test(size) || !UNIT.test(unit)) throw badLine(KIND, from, fields.join(' '))
    const [, action, dependency] = section
    addRecord(KIND, rows, {
      action,
      dependency,
      name,
      arch,
      version: withoutZeroEpoch(version),
      repository,
      replaces: [],
    })
    fields = []
  })
  if (text.trim() !== '' && !recognised) throw notOfKind(KIND, 'no transaction table and no "Nothing to do"')
  return { rows, empty: rows.length === 0 }
}
