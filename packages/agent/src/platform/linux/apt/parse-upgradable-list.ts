import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'

export interface AptListed {
  readonly name: string
  readonly suites: readonly string[]
  readonly version: string
  readonly arch: string
  readonly installed: string | null
}

const KIND = 'apt list'
// apt-private/private-output.cc, ListSingleVersion; "now" among the suites means the installed version itself.
const ENTRY = /^([^\s/]+)\/(\S+) (\S+) (\S+)(?: \[([^\]]*)\])?$/

/** Reads `apt list --upgradable`. @throws ParseError */
export function parseAptList(text: string): AptListed[] {
  const packages: AptListed[] = []
  let anything = false
  let recognised = false
  textLines(KIND, text).forEach((line, index) => {
    if (line.trim() === '') return
    anything = true
    if (line.startsWith('Listing...')) {
      recognised = true
      return
    }
    // apt's own remark, printed when standard output is no terminal; and the hint about further versions below the list.
    if (/^(?:WARNING: apt does not have|N: )/.test(line)) return
    const match = ENTRY.exec(line)
    if (match === null) {
      if (recognised) throw badLine(KIND, index + 1, line)
      throw notOfKind(KIND, 'neither "Listing..." nor "name/suite version architecture"')
    }
    recognised = true
    const [, name = '', suites = '', version = '', arch = '', remark] = match
    const installed = remark === undefined ? null : (/^upgradable from: (\S+)/.exec(remark)?.[1] ?? null)
    addRecord(KIND, packages, { name, suites: suites.split(','), version, arch, installed })
  })
  if (anything && !recognised) throw notOfKind(KIND, 'neither "Listing..." nor a package')
  return packages
}
