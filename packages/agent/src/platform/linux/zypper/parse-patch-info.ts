import { notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'

/** Which versions a patch wants: it conflicts with everything below them. */
export interface ZypperPatchInfo {
  readonly name: string
  readonly wants: readonly { readonly name: string; readonly arch: string | null; readonly version: string }[]
}

const KIND = 'zypper info -t patch'
const HEADING = /^Information for patch (\S+):$/
const PROPERTY = /^([A-Z][A-Za-z ]*?)\s*: ?(.*)$/
const CONFLICT = /^\s*(\S+) < (\S+)$/

/** Reads `zypper info -t patch NAME…`. Nothing at all is an empty listing. @throws ParseError */
export function parseZypperPatchInfo(text: string): ZypperPatchInfo[] {
  const found: ZypperPatchInfo[] = []
  let wants: { name: string; arch: string | null; version: string }[] = []
  let inConflicts = false
  for (const line of textLines(KIND, text)) {
    const heading = HEADING.exec(line)?.[1]
    if (heading !== undefined) {
      wants = []
      inConflicts = false
      addRecord(KIND, found, { name: heading, wants })
      continue
    }
    const property = PROPERTY.exec(line)
    if (property !== null) inConflicts = property[1] === 'Conflicts'
    const conflict = inConflicts ? CONFLICT.exec(property?.[2] ?? line) : null
    if (conflict === null || found.length === 0) continue
    const [, qualified = '', version = ''] = conflict
    // "srcpackage:foo < 1" concerns nothing that is installed.
    if (qualified.includes(':')) continue
    const dot = qualified.lastIndexOf('.')
    const arch = dot > 0 && ARCHITECTURE.test(qualified.slice(dot + 1)) ? qualified.slice(dot + 1) : null
    addRecord(KIND, wants, { name: arch === null ? qualified : qualified.slice(0, dot), arch, version })
  }
  if (found.length === 0 && text.trim() !== '' && !/Loading repository data|not found/.test(text)) {
    throw notOfKind(KIND, 'no "Information for patch"')
  }
  return found
}

/** Names may hold dots themselves (`python3.11`): only what is an architecture is taken off. */
const ARCHITECTURE = /^(?:noarch|x86_64(?:_v[23])?|i[3-6]86|aarch64|armv[67]\w*|ppc64le|s390x|riscv64)$/
