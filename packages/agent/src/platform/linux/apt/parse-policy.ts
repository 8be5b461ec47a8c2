import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'
import { splitName } from './parse-simulate.ts'

/** What apt knows of one package: every version with the repositories that hold it. */
export interface AptPolicy {
  readonly name: string
  /** Null for the native architecture and for `all`. */
  readonly foreignArch: string | null
  readonly installed: string | null
  readonly candidate: string | null
  /** Newest first, as apt lists them. */
  readonly versions: readonly AptVersion[]
}

export interface AptVersion {
  readonly version: string
  /** After all pins. */
  readonly priority: number
  readonly phased: boolean
  readonly sources: readonly { readonly priority: number; readonly description: string }[]
}

const KIND = 'apt-cache policy'

// Marks and widths are those of cmdline/apt-cache.cc, Policy().
const HEAD = /^(\S+):$/
const FIELD = /^ {2}(Installed|Candidate|Package [Pp]in|Version table):\s?(.*)$/
const VERSION = /^ (?:\*\*\*| {3}) (\S+)(?: (-?\d+))?(?: \(phased \d+%\))?$/
const SOURCE = /^ {7,}(-?\d+) (.+?)\s*$/

/** Reads `apt-cache policy NAME…`. Unknown names print nothing: an empty text is an empty list. @throws ParseError */
export function parseAptPolicy(text: string): AptPolicy[] {
  const found: AptPolicy[] = []
  let versions: AptVersion[] = []
  let sources: { priority: number; description: string }[] = []
  textLines(KIND, text).forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('N: ')) return
    const head = HEAD.exec(line)
    if (head !== null) {
      versions = []
      const { name, arch } = splitName(head[1] ?? '')
      addRecord(KIND, found, { name, foreignArch: arch, installed: null, candidate: null, versions })
      return
    }
    const current = found.at(-1)
    if (current === undefined) throw notOfKind(KIND, 'it does not begin with "name:"')
    const field = FIELD.exec(line)
    const version = VERSION.exec(line)
    const source = SOURCE.exec(line)
    if (field !== null) {
      const value = field[2] === '(none)' || field[2] === undefined ? null : field[2]
      if (field[1] === 'Installed') found[found.length - 1] = { ...current, installed: value }
      if (field[1] === 'Candidate') found[found.length - 1] = { ...current, candidate: value }
    } else if (version !== null) {
      sources = []
      versions.push({
        version: version[1] ?? '',
        // apt before 1.1 printed no priority for a version without a pin.
        priority: Number(version[2] ?? 0),
        phased: line.includes('(phased '),
        sources,
      })
    } else if (source !== null && versions.length > 0) {
      sources.push({ priority: Number(source[1]), description: (source[2] ?? '').replace(/\s+/g, ' ') })
    } else throw badLine(KIND, index + 1, line)
  })
  return found
}
