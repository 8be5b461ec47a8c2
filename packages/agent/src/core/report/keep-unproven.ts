import {
  advisoriesSection,
  compareUtf8,
  limits,
  packagesSection,
  type Row,
  rowKey,
  type Section,
  type SectionName,
  type UpdateEntry,
  updatesSection,
} from '@patchyard/protocol'

type Sections = ReadonlyMap<SectionName, readonly Row[]>

/**
 * The sections of a partial scan, with the updates of the scan before that it does not list though nothing speaks against them: a
 * repository that does not answer must not make a patch pass for installed or withdrawn (decisions §3.7). A row stays while its package
 * is installed as it was then, its candidate is not there, and no other update of the package is offered.
 */
export function keepUnproven(before: (name: SectionName) => readonly Row[], found: Sections): Sections {
  const updates = found.get('updates.1')
  const packages = found.get('packages.1')
  if (updates === undefined || packages === undefined) return found
  const installed = new Set(
    packages.map(row => packagesSection.fromRow(row)).map(({ name, arch, version }) => key(name, arch, version)),
  )
  const offered = new Set(updates.map(row => updatesSection.fromRow(row)).map(one => key(one.package, one.arch)))
  const open = before('updates.1').filter(row => {
    const { package: name, arch, candidate } = updatesSection.fromRow(row)
    return !offered.has(key(name, arch)) && !installed.has(key(name, arch, candidate))
  })
  const asThen = ({ package: name, arch, installed: version }: UpdateEntry): boolean =>
    version !== null && installed.has(key(name, arch, version))
  const patches = new Set(
    open
      .map(row => updatesSection.fromRow(row))
      .filter(asThen)
      .map(one => one.patch),
  )
  // A new dependency proves nothing by itself: it stays with the patch that needs it.
  const kept = open.filter(row => {
    const entry = updatesSection.fromRow(row)
    return patches.has(entry.patch) && (entry.installed === null || asThen(entry))
  })
  if (kept.length === 0) return found
  const advisories = before('advisories.1').filter(row => patches.has(advisoriesSection.fromRow(row).patch))
  return new Map([
    ...found,
    ['updates.1', merged(updatesSection, updates, kept)],
    ['advisories.1', merged(advisoriesSection, found.get('advisories.1') ?? [], advisories)],
  ])
}

const key = (...parts: readonly string[]): string => parts.join('\0')

/** What the scan says wins over what was said before. In the order of their keys, as sections are. */
function merged<E>(section: Section<E>, now: readonly Row[], kept: readonly Row[]): Row[] {
  const rows = new Map([...kept, ...now].map(row => [rowKey(section, row), row]))
  const sorted = [...rows].sort(([a], [b]) => compareUtf8(a, b)).map(([, row]) => row)
  return sorted.slice(0, limits.rowsPerSection)
}
