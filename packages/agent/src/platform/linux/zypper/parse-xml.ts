import { notOfKind } from '../../parse-error.ts'
import { readSeverity, type ZypperPatch } from './parse-list-patches.ts'
import type { ZypperUpdate } from './parse-list-updates.ts'
import { childText, descendants, parseXmlElements, type XmlElement } from './xml-elements.ts'

/** Everything that `zypper --xmlout` says in one run; lists are empty where it says nothing. */
export interface ZypperStream {
  readonly messages: readonly { readonly type: string; readonly text: string }[]
  readonly updates: readonly ZypperUpdate[]
  readonly patches: readonly ZypperXmlPatch[]
  readonly summary: ZypperSummary | null
}

export interface ZypperXmlPatch extends ZypperPatch {
  readonly arch: string
  readonly edition: string
  readonly rebootSuggested: boolean
  /** Touches the package manager itself: zypper installs it first and then has to be run again (exit code 103). */
  readonly pkgManager: boolean
  readonly issuedMs: number | null
  readonly cves: readonly string[]
  readonly repository: string | null
}

export interface ZypperSummary {
  readonly downloadBytes: number | null
  /** Negative when packages shrink. */
  readonly growthBytes: number | null
  readonly changes: readonly ZypperChange[]
}

export interface ZypperChange {
  readonly action: 'install' | 'upgrade' | 'downgrade' | 'remove' | 'reinstall' | 'other'
  /** `package`, `patch`, `pattern`, `product`, `srcpackage`. */
  readonly type: string
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly installed: string | null
  readonly repository: string | null
}

const KIND = 'zypper --xmlout'
const ACTIONS: ReadonlyMap<string, ZypperChange['action']> = new Map([
  ['to-install', 'install'],
  ['to-upgrade', 'upgrade'],
  ['to-upgrade-change-arch', 'other'],
  ['to-downgrade', 'downgrade'],
  ['to-downgrade-change-arch', 'downgrade'],
  ['to-remove', 'remove'],
  ['to-reinstall', 'reinstall'],
  ['to-change-arch', 'other'],
  ['to-change-vendor', 'other'],
])

/** Reads any `--xmlout` stream. @throws ParseError */
export function parseZypperXml(text: string): ZypperStream {
  const stream = parseXmlElements(KIND, text)
  if (stream.name !== 'stream')
    throw notOfKind(KIND, `its outer element is <${stream.name.slice(0, 40)}>, not <stream>`)
  const updates: ZypperUpdate[] = []
  const patches: ZypperXmlPatch[] = []
  for (const element of descendants(stream, 'update')) {
    if (element.attributes.get('kind') === 'patch') patches.push(toPatch(element))
    else if ((element.attributes.get('kind') ?? 'package') === 'package') updates.push(toUpdate(element))
  }
  const [summary] = descendants(stream, 'install-summary')
  return {
    messages: [...descendants(stream, 'message')].map(element => ({
      type: element.attributes.get('type') ?? '',
      text: element.text.trim(),
    })),
    updates,
    patches,
    summary: summary === undefined ? null : toSummary(summary),
  }
}

function required(element: XmlElement, name: string): string {
  const value = element.attributes.get(name)
  if (value === undefined || value === '') throw notOfKind(KIND, `<${element.name}> has no "${name}"`)
  return value
}

function toUpdate(element: XmlElement): ZypperUpdate {
  return {
    name: required(element, 'name'),
    arch: required(element, 'arch'),
    version: required(element, 'edition'),
    installed: element.attributes.get('edition-old') ?? null,
    repository: repositoryOf(element),
  }
}

function toPatch(element: XmlElement): ZypperXmlPatch {
  const issued = element.children.find(child => child.name === 'issue-date')?.attributes.get('time_t')
  const reboot = element.attributes.get('restart') === 'true'
  const issues = [...descendants(element, 'issue')].filter(issue => issue.attributes.get('type') === 'cve')
  return {
    name: required(element, 'name'),
    arch: element.attributes.get('arch') ?? 'noarch',
    edition: element.attributes.get('edition') ?? '1',
    category: element.attributes.get('category') ?? 'unknown',
    severity: readSeverity(element.attributes.get('severity') ?? ''),
    // zypper before 1.13 leaves the status out of a list of needed patches.
    status: element.attributes.get('status') ?? 'needed',
    summary: childText(element, 'summary'),
    interactive: reboot ? 'reboot' : element.attributes.get('interactive') === 'true' ? 'message' : null,
    rebootSuggested: reboot,
    pkgManager: element.attributes.get('pkgmanager') === 'true',
    issuedMs: issued !== undefined && /^\d{1,12}$/.test(issued) ? Number(issued) * 1000 : null,
    cves: [
      ...new Set(issues.map(issue => issue.attributes.get('id') ?? '').filter(id => /^CVE-\d{4}-\d{4,}$/.test(id))),
    ],
    repository: repositoryOf(element),
  }
}

function repositoryOf(element: XmlElement): string | null {
  return element.children.find(child => child.name === 'source')?.attributes.get('alias') ?? null
}

function toSummary(element: XmlElement): ZypperSummary {
  const changes: ZypperChange[] = []
  for (const section of element.children) {
    // A section of a later zypper must count as a change, not as none.
    const action = ACTIONS.get(section.name) ?? (section.name.startsWith('to-') ? 'other' : undefined)
    if (action === undefined) continue
    for (const solvable of section.children) {
      if (solvable.name !== 'solvable') continue
      changes.push({
        action,
        type: solvable.attributes.get('type') ?? 'package',
        name: required(solvable, 'name'),
        arch: solvable.attributes.get('arch') ?? '',
        version: solvable.attributes.get('edition') ?? '',
        installed: solvable.attributes.get('edition-old') ?? null,
        repository: solvable.attributes.get('repository') ?? null,
      })
    }
  }
  const size = element.attributes.get('download-size')
  const growth = element.attributes.get('space-usage-diff')
  return {
    downloadBytes: size !== undefined && /^\d{1,15}$/.test(size) ? Number(size) : null,
    growthBytes: growth !== undefined && /^-?\d{1,15}$/.test(growth) ? Number(growth) : null,
    changes,
  }
}
