import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'
import { splitNameArch, withoutZeroEpoch } from '../rpm/nevra.ts'

export interface CheckUpdate {
  readonly updates: readonly ListedPackage[]
  /** New packages that replace installed ones, each with what it replaces. */
  readonly obsoletes: readonly { readonly package: ListedPackage; readonly replaces: ListedPackage }[]
}

export interface ListedPackage {
  readonly name: string
  readonly arch: string
  /** EVR without a zero epoch. */
  readonly version: string
  readonly repository: string
}

const KIND = 'check-update'

/** Printed around the table by every yum and dnf: proof of the kind. Plugins print what they like; such lines prove nothing and are passed over. */
const REMARK =
  /^(?:Loaded plugins:|Loading mirror speeds|Last metadata expiration check:|Updating and loading repositories:|Repositories loaded\.|Security: |Available [Pp]ackages|Available [Uu]pgrades|Upgraded Packages|Updated Packages|Installed Packages)/

/** rpm's architectures (rpmrc `arch_canon`), as far as distributions were ever built for them. */
const ARCHITECTURE =
  /^(?:noarch|src|nosrc|x86_64(?:_v[234])?|amd64|ia32e|i[3-6]86|athlon|geode|aarch64|armv[5-8]\w*|ppc(?:64(?:le|p7)?)?|s390x?|riscv64|loongarch64|mips\w*|ia64|alpha\w*|sparc\w*)$/

/**
 * Reads the package part of `check-update` of yum 3, dnf 4 and dnf 5, with lines wrapped after the name or the version. Nothing at all is
 * an empty listing. @throws ParseError
 */
export function parseCheckUpdate(text: string): CheckUpdate {
  const updates: ListedPackage[] = []
  const obsoletes: { package: ListedPackage; replaces: ListedPackage }[] = []
  let obsoleting = false
  let replacing: ListedPackage | null = null
  let anything = false
  let recognised = false
  let pending = null as PendingRow | null
  textLines(KIND, text).forEach((line, index) => {
    if (line.trim() === '') return
    anything = true
    const begins = isRowStart(line)
    if (pending === null && !begins) {
      if (/^Obsoleting [Pp]ackages$/.test(line.trimEnd())) obsoleting = true
      if (obsoleting || REMARK.test(line)) recognised = true
      return
    }
    // A wrapped row goes on in a line that holds what is missing, nothing more.
    const start: PendingRow = pending ?? { fields: [], indented: /^\s/.test(line), line, number: index + 1 }
    const fields = [...start.fields, ...line.trim().split(/\s+/)]
    if (fields.length < 3) {
      pending = { ...start, fields }
      return
    }
    pending = null
    const row = fields.length === 3 ? toPackage(fields) : null
    if (row === null) throw badLine(KIND, start.number, start.line)
    recognised = true
    if (!obsoleting) addRecord(KIND, updates, row)
    else if (!start.indented) replacing = row
    else if (replacing !== null) addRecord(KIND, obsoletes, { package: replacing, replaces: row })
  })
  if (pending !== null) throw badLine(KIND, pending.number, pending.line)
  if (anything && !recognised) throw notOfKind(KIND, 'no "name.arch version repository" and no remark of the tool')
  return { updates, obsoletes }
}

interface PendingRow {
  readonly fields: readonly string[]
  readonly indented: boolean
  readonly line: string
  readonly number: number
}

function isRowStart(line: string): boolean {
  const split = splitNameArch(line.trim().split(/\s+/, 1)[0] ?? '')
  return split !== null && ARCHITECTURE.test(split.arch)
}

function toPackage(fields: readonly string[]): ListedPackage | null {
  const [qualified = '', evr = '', repository = ''] = fields
  const split = splitNameArch(qualified)
  if (split === null || !/^(?:\d+:)?[^\s:-]+-[^\s-]+$/.test(evr)) return null
  return { ...split, version: withoutZeroEpoch(evr), repository }
}
