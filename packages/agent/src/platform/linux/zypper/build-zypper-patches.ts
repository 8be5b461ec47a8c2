import type { PackageId } from '../../../core/ports/package-manager.ts'
import type { InstalledPatch, MissingPatch, UpdatePackage } from '../../../core/ports/scan-result.ts'
import { blockedBy, plainUpdate } from '../rpm/plain-update.ts'
import { compareEvr } from '../rpm/rpm-database.ts'
import type { ZypperUpdate } from './parse-list-updates.ts'
import type { ZypperPatchInfo } from './parse-patch-info.ts'
import type { ZypperChange, ZypperXmlPatch } from './parse-xml.ts'

/** Everything a scan has read, before it is put together. */
export interface ZypperFindings {
  readonly distro: string
  readonly patches: readonly ZypperXmlPatch[]
  readonly info: readonly ZypperPatchInfo[]
  readonly updates: readonly ZypperUpdate[]
  /** What all updates together would do; empty where zypper finds no way. */
  readonly transaction: readonly ZypperChange[]
  readonly versions: (id: PackageId) => readonly string[]
  /** Aliases of repositories whose signatures are checked. */
  readonly authenticated: ReadonlySet<string>
}

/** zypper's needed patches, and one patch for each update that none of them covers (decisions §1.1). Pure. */
export function buildZypperPatches(found: ZypperFindings): {
  patches: MissingPatch[]
  additions: PackageId[]
  installedPatches: InstalledPatch[]
} {
  const additions = found.transaction.filter(
    change => change.action === 'install' && change.type === 'package' && found.versions(change).length === 0,
  )
  const wants = new Map(found.info.map(info => [info.name, info.wants]))
  const covered = new Set<string>()
  const patches: MissingPatch[] = []
  for (const patch of onePerName(found.patches.filter(one => one.status === 'needed'))) {
    const packages = wantedPackages(found, patch, wants.get(patch.name) ?? [], additions)
    for (const update of packages) covered.add(`${update.name}.${update.arch} ${update.candidate}`)
    patches.push(toPatch(patch, packages))
  }
  for (const update of found.updates) {
    if (covered.has(`${update.name}.${update.arch} ${update.version}`)) continue
    const described = describe(found, update.name, update.arch, update.version, update.repository ?? '', false)
    patches.push(plainUpdate(`rpm:${found.distro}/${update.name}@${update.version}`, [described], []))
  }
  return {
    patches,
    additions: additions.map(({ name, arch }) => ({ name, arch })),
    installedPatches: onePerName(found.patches.filter(one => one.status === 'applied')).map(patch => ({
      key: `suse:${patch.name}`,
      title: patch.summary || patch.name,
      isSecurity: patch.category === 'security',
      severity: patch.severity,
      category: patch.category,
      advisories: [patch.name],
      cves: patch.cves,
    })),
  }
}

function toPatch(patch: ZypperXmlPatch, packages: readonly UpdatePackage[]): MissingPatch {
  return {
    key: `suse:${patch.name}`,
    title: patch.summary || patch.name,
    isSecurity: patch.category === 'security',
    severity: patch.severity,
    category: patch.category,
    advisories: [patch.name],
    cves: patch.cves,
    issuedMs: patch.issuedMs,
    rebootSuggested: patch.rebootSuggested,
    packages,
    blocked: blockedBy(packages),
  }
}

/** A patch that several repositories carry stands in the list for each of them. */
function onePerName(patches: readonly ZypperXmlPatch[]): ZypperXmlPatch[] {
  return [...new Map(patches.map(patch => [patch.name, patch])).values()]
}

/** Of what a patch wants, the installed packages that are below it, and new ones that all updates together bring in that version. */
function wantedPackages(
  found: ZypperFindings,
  patch: ZypperXmlPatch,
  wants: ZypperPatchInfo['wants'],
  additions: readonly ZypperChange[],
): UpdatePackage[] {
  const packages = new Map<string, UpdatePackage>()
  const isSecurity = patch.category === 'security'
  for (const { name, arch, version } of wants) {
    for (const candidate of arch === null ? ARCHITECTURES : [arch]) {
      const installed = found.versions({ name, arch: candidate })
      const isNew = additions.some(one => one.name === name && one.arch === candidate && one.version === version)
      const isBelow = installed.length > 0 && installed.every(one => compareEvr(one, version) < 0)
      if (isNew || isBelow)
        packages.set(
          `${name}.${candidate}`,
          describe(found, name, candidate, version, patch.repository ?? '', isSecurity),
        )
    }
  }
  return [...packages.values()]
}

/** Where a patch names no architecture. */
const ARCHITECTURES = ['noarch', 'x86_64', 'aarch64', 'ppc64le', 's390x', 'i586', 'i686']

function describe(
  found: ZypperFindings,
  name: string,
  arch: string,
  candidate: string,
  repository: string,
  isSecurity: boolean,
): UpdatePackage {
  return {
    name,
    arch,
    installed: found.versions({ name, arch }).at(-1) ?? null,
    candidate,
    source: name,
    isSecurity,
    origins: repository === '' ? [] : [repository],
    repository,
    authenticated: found.authenticated.has(repository),
    sizeBytes: null,
    summary: '',
  }
}
