import type { ReportSection } from '../messages.ts'
import { malformed } from '../protocol-error.ts'
import { advisoriesSection } from './advisories.ts'
import { networkSection } from './network.ts'
import { packagesSection } from './packages.ts'
import { programsSection } from './programs.ts'
import { rollbackSection } from './rollback.ts'
import { restartSection } from './restart.ts'
import { profileSection } from './profile.ts'
import { diffRows, rowKey, rowText, sectionDigest } from './rows.ts'
import type { Row, Section } from './section.ts'
import { systemSection } from './system.ts'
import { updatesSection } from './updates.ts'

/**
 * Every section, by name. `profile.1` goes only to servers that sent `settings.profile`, `programs.1` to those that announced it, `rollback.1` to
 * those that had earlier packages kept.
 */
export const sections = {
  'system.1': systemSection,
  'network.1': networkSection,
  'packages.1': packagesSection,
  'updates.1': updatesSection,
  'advisories.1': advisoriesSection,
  'restart.1': restartSection,
  'profile.1': profileSection,
  'programs.1': programsSection,
  'rollback.1': rollbackSection,
} as const

export type SectionName = keyof typeof sections
export const sectionNames = Object.keys(sections) as SectionName[]

export function isSectionName(name: string): name is SectionName {
  return Object.hasOwn(sections, name)
}

/**
 * The agent's side: one `sections` member for `now`. `base` is what the server last confirmed, null = send everything. Null
 * when nothing changed.
 */
export function buildSection(
  name: SectionName,
  base: { readonly digest: string; readonly rows: readonly Row[] } | null,
  now: readonly Row[],
): ReportSection | null {
  const digest = sectionDigest(now.map(rowText))
  const rows = (list: readonly Row[]) => list as ReportSection['add']
  if (base === null) return { name, base: null, digest, count: now.length, add: rows(now), del: [] }
  if (base.digest === digest) return null
  const { add, del } = diffRows(sections[name], base.rows, now)
  return { name, base: base.digest, digest, count: now.length, add: rows(add), del: rows(del) }
}

/**
 * The server's side: known name, every row and key of its columns, no key twice; with `base` null also count and digest.
 * Whether `base` is the stored digest is the caller's to compare. Throws ProtocolError `malformed`.
 */
export function checkSection(section: ReportSection): SectionName {
  const { name } = section
  if (!isSectionName(name)) throw malformed('unknown section', 'sections.name')
  const definition: Section<never> = sections[name] as unknown as Section<never>
  const keys = new Set<string>()
  const once = (key: readonly unknown[]) => {
    keys.add(rowKey(definition, key))
  }
  for (const row of section.add) {
    const wrong = definition.wrongColumn(row)
    if (wrong !== null) throw malformed(`${name}: wrong ${wrong} in add`, `${name}.${wrong}`)
    once(row)
  }
  for (const key of section.del) {
    const wrong = definition.wrongKeyColumn(key)
    if (wrong !== null) throw malformed(`${name}: wrong ${wrong} in del`, `${name}.${wrong}`)
    once(key)
  }
  if (keys.size !== section.add.length + section.del.length)
    throw malformed(`${name}: a key comes twice`, `${name}.key`)
  if (section.base === null) {
    if (section.del.length > 0 || section.count !== section.add.length)
      throw malformed(`${name}: count`, `${name}.count`)
    if (sectionDigest(section.add.map(rowText)) !== section.digest) throw malformed(`${name}: digest`, `${name}.digest`)
  }
  return name
}
