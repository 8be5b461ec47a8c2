import { versionSchemes } from '@patchyard/domain'
import type { MissingPatch, UpdatePackage, WithheldReason, WithheldUpdate } from '../../../core/ports/scan-result.ts'
import type { DpkgPackage } from './parse-dpkg-query.ts'
import type { IndexTarget } from './parse-index-targets.ts'
import type { AptPolicy, AptVersion } from './parse-policy.ts'
import type { AptRecord } from './parse-show.ts'
import type { AptChange, AptSimulation } from './parse-simulate.ts'
import { isSecurityOrigin, isSecuritySuite } from './security-origin.ts'
import { withoutCredentials } from './trust.ts'

/** Everything a scan has read, before it is put together. */
export interface AptFindings {
  /** `<distro>/<release>` of patch keys. */
  readonly distribution: string
  readonly nativeArch: string
  readonly installed: readonly DpkgPackage[]
  readonly simulation: AptSimulation
  readonly policies: readonly AptPolicy[]
  readonly records: readonly AptRecord[]
  readonly targets: readonly IndexTarget[]
  readonly authenticated: ReadonlySet<string>
  /** Release files that say NotAutomatic: targets whose low priority is the distribution's own wish, not a pin. */
  readonly notAutomatic: ReadonlySet<string>
}

export interface AptPatches {
  readonly patches: readonly MissingPatch[]
  readonly withheld: readonly WithheldUpdate[]
  readonly additions: readonly { readonly name: string; readonly arch: string }[]
}

const compare = versionSchemes.deb.compare

/** What the scan needs records of: every version that a patch or a withheld update names. Pure. */
export function withheldVersions(found: Omit<AptFindings, 'records' | 'authenticated'>): readonly Withheld[] {
  const offered = new Map(
    found.simulation.changes.map(change => [`${change.name} ${architecture(found, change)}`, change]),
  )
  const phased = new Set(found.simulation.phased)
  const removed = new Set(found.simulation.removals.map(removal => removal.name))
  const installed = new Map(found.installed.map(entry => [`${entry.name} ${entry.arch ?? ''}`, entry]))
  const policies = policyIndex(found)
  const withheld: Withheld[] = []
  for (const [key, entry] of installed) {
    const policy = policies(entry.name, entry.arch ?? '')
    const change = offered.get(key)
    if (policy === undefined || removed.has(entry.name)) continue
    const candidate =
      policy.candidate !== null && compare(policy.candidate, entry.version) > 0 ? policy.candidate : null
    if (candidate !== null && change === undefined) {
      const names = [entry.name, `${entry.name}:${entry.arch ?? ''}`]
      const version = policy.versions.find(one => one.version === candidate)
      const isPhased = names.some(name => phased.has(name)) || version?.phased === true
      withheld.push({
        entry,
        version: candidate,
        reason: entry.wanted === 'hold' ? 'held' : isPhased ? 'phased' : 'keptBack',
      })
    }
    const above = change?.candidate ?? candidate ?? entry.version
    const newest = policy.versions.find(
      one => compare(one.version, above) > 0 && isMeantToBeTaken(one, found.notAutomatic),
    )
    if (newest !== undefined)
      withheld.push({ entry, version: newest.version, reason: newest.phased ? 'phased' : 'pinned' })
  }
  return withheld
}

export interface Withheld {
  readonly entry: DpkgPackage
  readonly version: string
  readonly reason: WithheldReason
}

/**
 * A version that apt would take if nobody had pinned it: from a repository of ordinary priority, or of a lower one that its Release file does
 * not ask for. Backports (NotAutomatic) are not withheld, they were never offered.
 */
function isMeantToBeTaken(version: AptVersion, notAutomatic: ReadonlySet<string>): boolean {
  return version.sources.some(source => !source.description.startsWith('/') && !notAutomatic.has(source.description))
}

/** Puts a scan together. Pure; the order is that of apt. */
export function buildAptPatches(found: AptFindings, withheld: readonly Withheld[]): AptPatches {
  const describe = describer(found)
  const groups = new Map<
    string,
    { source: string; version: string; upgrades: UpdatePackage[]; additions: UpdatePackage[] }
  >()
  const additions: UpdatePackage[] = []
  for (const change of found.simulation.changes) {
    if (change.installed !== null && compare(change.candidate, change.installed) <= 0) continue
    const { update, source, sourceVersion } = describe(change, architecture(found, change), change.installed)
    const key = `${source}@${sourceVersion}`
    const group = groups.get(key) ?? { source, version: sourceVersion, upgrades: [], additions: [] }
    groups.set(key, group)
    if (change.installed === null) {
      additions.push(update)
      group.additions.push(update)
    } else group.upgrades.push(update)
  }
  const needs = dependencies(found.records)
  const patches: MissingPatch[] = []
  for (const group of groups.values()) {
    // A source of which nothing is installed is no patch of its own: its packages come along with those that need them.
    if (group.upgrades.length === 0) continue
    const along = reachable([...group.upgrades, ...group.additions], additions, needs)
    patches.push(toPatch(found, group.source, group.version, [...group.upgrades, ...along]))
  }
  return {
    patches,
    additions: additions.map(({ name, arch }) => ({ name, arch })),
    withheld: withheld.map(({ entry, version, reason }) => {
      const candidate = { name: entry.name, candidate: version, origins: [] }
      const { update, source, sourceVersion } = describe(candidate, entry.arch ?? '', entry.version)
      return {
        key: patchKey(found, source, sourceVersion),
        title: patchTitle(source, sourceVersion, update.isSecurity),
        update,
        reason,
      }
    }),
  }
}

function toPatch(
  found: AptFindings,
  source: string,
  version: string,
  packages: readonly UpdatePackage[],
): MissingPatch {
  const isSecurity = packages.some(update => update.isSecurity)
  return {
    key: patchKey(found, source, version),
    title: patchTitle(source, version, isSecurity),
    isSecurity,
    // apt has no advisories on the host (decisions §3.8).
    severity: null,
    category: isSecurity ? 'security' : null,
    advisories: [],
    cves: [],
    issuedMs: null,
    rebootSuggested: false,
    packages,
    blocked: packages.every(update => update.authenticated) ? null : 'unauthenticated',
  }
}

function patchKey(found: Pick<AptFindings, 'distribution'>, source: string, version: string): string {
  return `deb:${found.distribution}/${source}@${version}`
}

function patchTitle(source: string, version: string, isSecurity: boolean): string {
  return `${source}: ${isSecurity ? 'security update' : 'update'} to ${version}`
}

/** apt leaves the architecture out only in versions before 0.8; such a package is of the native one. */
function architecture(found: { readonly nativeArch: string }, change: Pick<AptChange, 'arch'>): string {
  return change.arch ?? found.nativeArch
}

function policyIndex(found: Pick<AptFindings, 'policies'>): (name: string, arch: string) => AptPolicy | undefined {
  const index = new Map(found.policies.map(policy => [`${policy.name} ${policy.foreignArch ?? ''}`, policy]))
  return (name, arch) => index.get(`${name} ${arch}`) ?? index.get(`${name} `)
}

type Describe = (
  change: Pick<AptChange, 'name' | 'candidate' | 'origins'>,
  arch: string,
  installed: string | null,
) => { update: UpdatePackage; source: string; sourceVersion: string }

function describer(found: AptFindings): Describe {
  const records = new Map(found.records.map(record => [`${record.name} ${record.arch} ${record.version}`, record]))
  const policies = policyIndex(found)
  const targets = new Map(found.targets.map(target => [target.description, target]))
  return (change, arch, installed) => {
    const record = records.get(`${change.name} ${arch} ${change.candidate}`)
    const versions = policies(change.name, arch)?.versions ?? []
    const sources = versions
      .filter(version => version.version === change.candidate)
      .flatMap(version =>
        version.sources.map(source => source.description).filter(description => !description.startsWith('/')),
      )
    const origins = change.origins.length > 0 ? change.origins : sources.flatMap(source => labelOf(targets.get(source)))
    return {
      source: record?.source ?? change.name,
      sourceVersion: record?.sourceVersion ?? change.candidate,
      update: {
        name: change.name,
        arch,
        installed,
        candidate: change.candidate,
        source: record?.source ?? change.name,
        isSecurity: origins.some(isSecurityOrigin) || containsSecurity(versions, targets, installed, change.candidate),
        origins,
        repository: withoutCredentials((sources[0] ?? '').replace(/ \S+ Packages$/, '')),
        // Equal versions from two repositories may be different files, and apt picks: all of them have to be authenticated.
        authenticated: sources.length > 0 && sources.every(source => found.authenticated.has(source)),
        sizeBytes: record?.sizeBytes ?? null,
        summary: record?.summary ?? '',
      },
    }
  }
}

function labelOf(target: IndexTarget | undefined): string[] {
  if (target === undefined) return []
  return [`${target.label === '' ? '' : `${target.label}:`}${target.suite || target.codename || target.release}`]
}

/**
 * A later version of the ordinary suite contains the security update that came before it: Debian's point releases leave the older one
 * standing in the security suite. Without this, "all security patches" would pass such a package over.
 */
function containsSecurity(
  versions: readonly AptVersion[],
  targets: ReadonlyMap<string, IndexTarget>,
  installed: string | null,
  candidate: string,
): boolean {
  if (installed === null) return false
  return versions.some(
    ({ version, sources }) =>
      compare(version, installed) > 0 &&
      compare(version, candidate) <= 0 &&
      sources.some(source => {
        const target = targets.get(source.description)
        return target !== undefined && (labelOf(target).some(isSecurityOrigin) || isSecuritySuite(target.codename))
      }),
  )
}

type Needs = ReadonlyMap<string, ReadonlySet<string>>

/** Package name → names that it needs, with what provides them. */
function dependencies(records: readonly AptRecord[]): Needs {
  const providers = new Map<string, string[]>()
  for (const record of records) {
    for (const virtual of record.provides) providers.set(virtual, [...(providers.get(virtual) ?? []), record.name])
  }
  return new Map(
    records.map(record => [
      record.name,
      new Set([...record.needs].flatMap(name => [name, ...(providers.get(name) ?? [])])),
    ]),
  )
}

/** The additions that the packages of one patch need, through each other, in apt's order. */
function reachable(from: readonly UpdatePackage[], additions: readonly UpdatePackage[], needs: Needs): UpdatePackage[] {
  const wanted = new Set(from.filter(update => update.installed === null))
  const queue = [...from]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const needed = needs.get(next.name)
    for (const addition of additions) {
      if (needed?.has(addition.name) !== true || wanted.has(addition)) continue
      wanted.add(addition)
      queue.push(addition)
    }
  }
  return additions.filter(addition => wanted.has(addition))
}
