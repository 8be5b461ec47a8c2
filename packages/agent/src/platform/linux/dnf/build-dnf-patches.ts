import type { InstalledPatch, MissingPatch, UpdatePackage, WithheldUpdate } from '../../../core/ports/scan-result.ts'
import { blockedBy, plainUpdate } from '../rpm/plain-update.ts'
import { compareEvr } from '../rpm/rpm-database.ts'
import type { PackageId } from '../../../core/ports/package-manager.ts'
import type { ListedPackage } from './parse-check-update.ts'
import type { TransactionRow } from './parse-transaction.ts'
import type { Advisory } from './parse-updateinfo-info.ts'
import type { AdvisoryPackage } from './parse-updateinfo-list.ts'

/** Everything a scan has read, before it is put together. */
export interface DnfFindings {
  /** os-release's id. */
  readonly distro: string
  readonly updates: readonly ListedPackage[]
  readonly listed: readonly AdvisoryPackage[]
  readonly info: readonly Advisory[]
  /** What all updates together would do; empty where dnf finds no way. */
  readonly transaction: readonly TransactionRow[]
  readonly versions: (id: PackageId) => readonly string[]
  /** Repository ids whose packages' signatures are checked. */
  readonly authenticated: ReadonlySet<string>
}

export interface DnfPatches {
  readonly patches: readonly MissingPatch[]
  readonly additions: readonly PackageId[]
}

/** One patch an advisory, and one for each update that no advisory covers (decisions §1.1). Pure. */
export function buildDnfPatches(found: DnfFindings): DnfPatches {
  const offers = new Map(found.updates.map(update => [`${update.name}.${update.arch}`, update]))
  const info = new Map(found.info.map(advisory => [advisory.id, advisory]))
  const additions = found.transaction.filter(row => row.action === 'install' && found.versions(row).length === 0)
  const covered = new Set<string>()
  const byAdvisory = new Map<string, AdvisoryPackage[]>()
  for (const row of found.listed) {
    const versions = found.versions(row)
    // dnf also lists advisories of packages that are there in this version or a newer one when a lower one is beside it (kernels).
    if (row.installed === true || versions.length === 0 || versions.some(version => compareEvr(version, row.evr) >= 0))
      continue
    covered.add(`${row.name}.${row.arch} ${row.evr}`)
    byAdvisory.set(row.id, [...(byAdvisory.get(row.id) ?? []), row])
  }
  const patches: MissingPatch[] = []
  for (const [id, rows] of byAdvisory) patches.push(advisoryPatch(found, id, rows, info.get(id), offers, additions))
  const uncovered = found.updates.filter(update => !covered.has(`${update.name}.${update.arch} ${update.version}`))
  const groups = new Map<string, ListedPackage[]>()
  for (const update of uncovered) {
    if (found.versions(update).length === 0) continue
    const key = `${update.name}@${update.version}`
    groups.set(key, [...(groups.get(key) ?? []), update])
  }
  for (const [name, updates] of groups) patches.push(plainPatch(found, name, updates, additions))
  return { patches, additions: additions.map(({ name, arch }) => ({ name, arch })) }
}

function advisoryPatch(
  found: DnfFindings,
  id: string,
  rows: readonly AdvisoryPackage[],
  info: Advisory | undefined,
  offers: ReadonlyMap<string, ListedPackage>,
  additions: readonly TransactionRow[],
): MissingPatch {
  const type = info?.type ?? rows[0]?.type ?? 'unknown'
  const isSecurity = type === 'security'
  const unique = new Map(rows.map(row => [`${row.name}.${row.arch} ${row.evr}`, row]))
  const packages = [...unique.values()].map(row => {
    const offer = offers.get(`${row.name}.${row.arch}`)
    return describe(
      found,
      { name: row.name, arch: row.arch, version: row.evr, repository: offer?.repository ?? '' },
      isSecurity,
    )
  })
  return {
    key: `rpm:${found.distro}/${id}`,
    title: info?.title ?? id,
    isSecurity,
    severity: info?.severity ?? rows.find(row => row.severity !== null)?.severity ?? null,
    category: type,
    advisories: [id],
    cves: info?.cves ?? [],
    issuedMs: info?.updatedMs ?? null,
    rebootSuggested: info?.rebootSuggested ?? false,
    packages: [...packages, ...along(found, packages, additions, isSecurity)],
    blocked: blockedBy(packages),
  }
}

function plainPatch(
  found: DnfFindings,
  name: string,
  updates: readonly ListedPackage[],
  additions: readonly TransactionRow[],
): MissingPatch {
  const packages = updates.map(update => describe(found, update, false))
  return plainUpdate(`rpm:${found.distro}/${name}`, packages, along(found, packages, additions, false))
}

function describe(found: DnfFindings, update: ListedPackage, isSecurity: boolean): UpdatePackage {
  return {
    name: update.name,
    arch: update.arch,
    installed: found.versions(update).at(-1) ?? null,
    candidate: update.version,
    source: update.name,
    isSecurity,
    origins: update.repository === '' ? [] : [update.repository],
    repository: update.repository,
    // An older version than the newest is not listed with its repository; then all that are set up have to be checked.
    authenticated: update.repository === '' ? found.authenticated.size > 0 : found.authenticated.has(update.repository),
    sizeBytes: null,
    summary: '',
  }
}

/**
 * New packages that come along: dnf does not say for whom, so those of the same build (version, release and repository) are shown with the
 * patch, as a new kernel's modules; others are only in the scan's list of additions.
 */
function along(
  found: DnfFindings,
  packages: readonly UpdatePackage[],
  additions: readonly TransactionRow[],
  isSecurity: boolean,
): UpdatePackage[] {
  return additions
    .filter(row => packages.some(one => one.candidate === row.version && one.repository === row.repository))
    .map(row => ({ ...describe(found, row, isSecurity), installed: null }))
}

/** Updates that come into sight only when `exclude=` and version locks are lifted. */
export function withheldByHand(found: DnfFindings, lifted: readonly ListedPackage[]): WithheldUpdate[] {
  const offered = new Set(found.updates.map(update => `${update.name}.${update.arch} ${update.version}`))
  return lifted
    .filter(
      update => !offered.has(`${update.name}.${update.arch} ${update.version}`) && found.versions(update).length > 0,
    )
    .map(update => ({
      key: `rpm:${found.distro}/${update.name}@${update.version}`,
      title: `${update.name}: update to ${update.version}`,
      update: describe(found, update, false),
      reason: 'pinned' as const,
    }))
}

/** Advisories that dnf lists as installed; without their texts, which would cost another run for thousands of them. */
export function installedAdvisories(distro: string, listed: readonly AdvisoryPackage[]): InstalledPatch[] {
  const found = new Map<string, InstalledPatch>()
  for (const row of listed) {
    if (row.installed === false || found.has(row.id)) continue
    found.set(row.id, {
      key: `rpm:${distro}/${row.id}`,
      title: row.id,
      isSecurity: row.type === 'security',
      severity: row.severity,
      category: row.type,
      advisories: [row.id],
      cves: [],
    })
  }
  return [...found.values()]
}
