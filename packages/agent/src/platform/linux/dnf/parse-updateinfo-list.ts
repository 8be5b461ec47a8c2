import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'
import { parseNevra } from '../rpm/nevra.ts'

export interface AdvisoryPackage {
  /** Advisory, or CVE when the list was asked for CVEs. */
  readonly id: string
  /** `security`, `bugfix`, `enhancement`, `newpackage`, or what else the tool says, lower case. */
  readonly type: string
  /** Lower case; null where the tool says nothing. */
  readonly severity: string | null
  readonly name: string
  readonly evr: string
  readonly arch: string
  /** From `--all`: whether the package is installed in this version or a newer one; null where the list does not mark it. */
  readonly installed: boolean | null
}

const KIND = 'updateinfo list'
const REMARK =
  /^(?:Loaded plugins:|Loading mirror speeds|Last metadata expiration check:|updateinfo list done|Updating and loading repositories:|Repositories loaded\.)/
// yum 3 and dnf 4: "id label nevra", with `--all` a mark column before it ("i " installed, two blanks otherwise).
const ROW = /^(i |  )?([^\s|]+)\s+(\S+)\s+(\S+)$/
// dnf 5: Name Type Severity Package Issued.
const ROW_5 = /^(\S+)\s+([a-z]+)\s+(\S+)\s+(\S+)\s+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)$/
const HEADING_5 = /^Name\s+Type\s+Severity\s+Package\s+Issued$/

/**
 * Reads `updateinfo list` of yum 3 and dnf 4 and `advisory list` of dnf 5, also with `--with-cve`. Nothing at all is an empty listing.
 * @throws ParseError
 */
export function parseUpdateinfoList(text: string): AdvisoryPackage[] {
  const found: AdvisoryPackage[] = []
  let anything = false
  let recognised = false
  let five = false
  textLines(KIND, text).forEach((line, index) => {
    if (line.trim() === '') return
    anything = true
    if (HEADING_5.test(line.trimEnd())) {
      five = true
      recognised = true
      return
    }
    if (REMARK.test(line)) {
      recognised = true
      return
    }
    const row = five ? readFive(line.trimEnd()) : readFour(line.trimEnd())
    if (row !== null) {
      recognised = true
      addRecord(KIND, found, row)
    } else if (recognised && found.length > 0) throw badLine(KIND, index + 1, line)
    // Before the first row plugins may print what they like.
  })
  if (anything && !recognised) throw notOfKind(KIND, 'no "advisory type package"')
  return found
}

function readFour(line: string): AdvisoryPackage | null {
  const [, mark, id = '', label = '', nevra = ''] = ROW.exec(line) ?? []
  const parts = parseNevra(nevra)
  const kind = readLabel(label)
  if (parts === null || kind === null) return null
  return { id, ...kind, ...parts, installed: mark === undefined ? null : mark === 'i ' }
}

/** `Important/Sec.`, `Unknown/Sec.`, `critical/Sec.` (Amazon), `bugfix`, `newpackage`. */
function readLabel(label: string): { type: string; severity: string | null } | null {
  const security = /^([A-Za-z]+)\/Sec\.?$/.exec(label)
  if (security !== null) return { type: 'security', severity: known(security[1] ?? '') }
  return /^[A-Za-z]+$/.test(label) ? { type: label.toLowerCase(), severity: null } : null
}

function readFive(line: string): AdvisoryPackage | null {
  const [, id = '', type = '', severity = '', nevra = ''] = ROW_5.exec(line) ?? []
  const parts = parseNevra(nevra)
  return parts === null ? null : { id, type, severity: known(severity), ...parts, installed: null }
}

/** "None" and "Unknown" are the tools' words for an advisory that says nothing. */
export function known(severity: string): string | null {
  const lower = severity.toLowerCase()
  return lower === '' || lower === 'none' || lower === 'unknown' || lower === 'n/a' ? null : lower
}
