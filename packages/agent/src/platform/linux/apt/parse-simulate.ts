import { badLine, notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'

/** What `apt-get -s …` says it would do. Order is apt's own. */
export interface AptSimulation {
  readonly changes: readonly AptChange[]
  readonly removals: readonly AptRemoval[]
  /** `name` or `name:arch`, as apt lists them. */
  readonly keptBack: readonly string[]
  readonly phased: readonly string[]
  readonly downgraded: readonly string[]
  readonly heldChanges: readonly string[]
}

export interface AptChange {
  readonly name: string
  /** Architecture of the package itself: `all` or a Debian architecture; null when apt leaves it out. */
  readonly arch: string | null
  /** Null: new on this host. */
  readonly installed: string | null
  readonly candidate: string
  /** `Label:version/suite` of each repository that offers it; without a Release file the host's name. */
  readonly origins: readonly string[]
}

export interface AptRemoval {
  readonly name: string
  readonly arch: string | null
  readonly installed: string | null
}

const KIND = 'apt-get -s'

// apt 2.6, algorithms.cc pkgSimulate::Describe and pkgcache.cc VerIterator::RelStr. A label may hold blanks, commas and brackets;
// " [arch])" ends it, and the breaks that apt appends after it (" [a:amd64 on b:amd64]", " []") never hold "])".
const INST = /^Inst (\S+)(?: \[([^\]\s]+)\])? \((\S+) (?:(.*) )?\[([^\][\s]*)\]\)(?: \[.*)?\s*$/
const INST_BARE = /^Inst (\S+)(?: \[([^\]\s]+)\])? \((\S+)(?: ([^\]]*))?\)(?: \[.*)?\s*$/
const REMOVE = /^(?:Remv|Purg) (\S+)(?: \[([^\]\s]+)\])?(?: .*)?$/
const SUMMARY = /^\d+ upgraded, \d+ newly installed, (?:\d+ reinstalled, )?(?:\d+ downgraded, )?\d+ to remove/

/** Headings of apt-private's ShowDel, ShowKept and so on, under which names stand indented by two blanks. */
const LISTS: ReadonlyMap<string, 'keptBack' | 'phased' | 'downgraded' | 'heldChanges' | 'other'> = new Map([
  ['The following packages have been kept back:', 'keptBack'],
  ['The following upgrades have been deferred due to phasing:', 'phased'],
  ['The following packages will be DOWNGRADED:', 'downgraded'],
  ['The following held packages will be changed:', 'heldChanges'],
  ['The following packages will be upgraded:', 'other'],
  ['The following NEW packages will be installed:', 'other'],
  ['The following packages will be REMOVED:', 'other'],
  ['The following additional packages will be installed:', 'other'],
])

/**
 * Reads `apt-get -s upgrade | dist-upgrade | install …`, with or without `-q`. Nothing at all is an empty listing.
 * @throws ParseError
 */
export function parseAptSimulation(text: string): AptSimulation {
  const changes: AptChange[] = []
  const removals: AptRemoval[] = []
  const lists = {
    keptBack: [] as string[],
    phased: [] as string[],
    downgraded: [] as string[],
    heldChanges: [] as string[],
    other: [] as string[],
  }
  let list: string[] | null = null
  let recognised = false
  let anything = false
  textLines(KIND, text).forEach((line, index) => {
    if (line.trim() === '') return
    anything = true
    if (list !== null && line.startsWith('  ')) {
      for (const name of line.trim().split(/\s+/)) if (list !== lists.other) addRecord(KIND, list, name)
      return
    }
    const kind = LISTS.get(line.trimEnd())
    list = kind === undefined ? null : lists[kind]
    if (kind !== undefined) recognised = true
    else if (/^Inst(?: |$)/.test(line)) {
      addRecord(KIND, changes, readChange(line, index + 1))
      recognised = true
    } else if (/^(?:Remv|Purg)(?: |$)/.test(line)) {
      const match = REMOVE.exec(line)
      if (match === null) throw badLine(KIND, index + 1, line)
      addRecord(KIND, removals, { ...splitName(match[1] ?? ''), installed: match[2] ?? null })
      recognised = true
    } else if (SUMMARY.test(line) || /^Conf \S+/.test(line) || line.startsWith('NOTE: This is only a simulation!'))
      recognised = true
  })
  if (anything && !recognised) throw notOfKind(KIND, 'no line begins with "Inst" and there is no summary')
  return { changes, removals, ...lists }
}

function readChange(line: string, lineNumber: number): AptChange {
  const match = INST.exec(line) ?? INST_BARE.exec(line)
  if (match === null) throw badLine(KIND, lineNumber, line)
  const [, qualified = '', installed, candidate = '', origins, arch] = match
  const { name, arch: foreign } = splitName(qualified)
  return {
    name,
    arch: arch !== undefined && arch !== '' ? arch : foreign,
    installed: installed ?? null,
    candidate,
    origins: origins === undefined || origins.trim() === '' ? [] : origins.trim().split(', '),
  }
}

/** `libc6:i386` → name and architecture; names themselves never hold a colon (policy §5.6.1). */
export function splitName(qualified: string): { name: string; arch: string | null } {
  const colon = qualified.indexOf(':')
  return colon < 0
    ? { name: qualified, arch: null }
    : { name: qualified.slice(0, colon), arch: qualified.slice(colon + 1) }
}
