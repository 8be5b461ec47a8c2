import { cveName, MOST_CVES } from '../../fields/cve-names.ts'
import { instantOf, instantOfSeconds } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { AdvisoryRecord } from '../../records/advisory-record.ts'
import type { FixedPackage, PatchCategory, PatchRecord } from '../../records/patch-record.ts'
import type { Rejection } from '../../records/record.ts'
import { severityOf } from '../../records/severity.ts'
import { fixedPackage } from './fixed-package.ts'
import type { Update, UpdateReference } from './parse-updateinfo.ts'
import type { RepositoryContext } from './repository-context.ts'

const MOST_REFERENCES = 100

/** Red Hat's four types, and SUSE's; https://en.opensuse.org/openSUSE:Standards_Rpm_Metadata_UpdateInfo. */
const categories: Readonly<Record<string, PatchCategory>> = {
  security: 'security',
  bugfix: 'bugfix',
  enhancement: 'enhancement',
  newpackage: 'newPackage',
  recommended: 'bugfix',
  optional: 'enhancement',
  feature: 'feature',
}

/** The patch under the key that agents report, and the advisory that it is. `seen` holds the ids that stood before. */
export function* mapUpdate(
  update: Update,
  context: RepositoryContext,
  seen: Set<string>,
): Generator<PatchRecord | AdvisoryRecord | Rejection> {
  const { id } = update
  if (!/^[A-Za-z0-9][A-Za-z0-9:._+-]{0,199}$/.test(id)) {
    yield { kind: 'rejected', where: lineOf(id, 100) || 'an update', reason: 'has no id that is one word' }
    return
  }
  if (seen.has(id)) {
    yield { kind: 'rejected', where: id, reason: 'stands there twice' }
    return
  }
  // A copy: an id that was cut out of a chunk would keep the whole chunk in memory.
  seen.add(Buffer.from(id).toString())
  const packages: FixedPackage[] = []
  let bad = 0
  for (const one of update.packages) {
    // Sources are not installed.
    if (one.arch === 'src' || one.arch === 'nosrc') continue
    const fixed = fixedPackage(one, id)
    if (fixed === null) bad++
    else packages.push(fixed)
  }
  if (bad > 0)
    yield { kind: 'rejected', where: id, reason: `names ${bad} packages without a name, version or architecture` }
  const shared = sharedOf(update)
  const name = context.isSuse ? suseAdvisory(update) : id
  const url = publicUrl(update.references.find(one => one.type === 'self')?.href ?? '')
  const category = Object.hasOwn(categories, update.type) ? (categories[update.type] ?? '') : ''
  const patch = patchOf(update, context, packages, shared, name, category)
  yield patch
  yield {
    kind: 'advisory',
    name,
    ...(context.isSuse ? { patch: patch.key } : {}),
    ...shared,
    category: category === 'feature' ? 'enhancement' : (category as AdvisoryRecord['category']),
    url,
    replaces: [],
    fixes: packages.map(one => ({
      distro: context.distro,
      release: context.release,
      of: 'binary',
      package: one,
      pocket: '',
    })),
  }
}

type Shared = Pick<
  AdvisoryRecord,
  'title' | 'vendorSeverity' | 'severity' | 'cves' | 'issuedAtMs' | 'updatedAtMs' | 'reboot'
>

const sharedOf = (update: Update): Shared => ({
  title: lineOf(update.title) || update.id,
  vendorSeverity: lineOf(update.severity, 40),
  severity: severityOf(update.severity),
  cves: cvesOf(update.references),
  issuedAtMs: instantOf(update.issued) ?? instantOfSeconds(update.issued),
  updatedAtMs: instantOf(update.updated) ?? instantOfSeconds(update.updated),
  // Nothing said is no promise: Red Hat's clones leave the flag out of kernels, too.
  reboot: update.rebootSuggested ? 'always' : null,
})

function patchOf(
  update: Update,
  context: RepositoryContext,
  packages: readonly FixedPackage[],
  shared: Shared,
  advisory: string,
  category: PatchCategory | '',
): PatchRecord {
  const key = context.isSuse ? `suse:${update.id}` : `rpm:${context.distro}/${update.id}`
  return {
    kind: 'patch',
    key,
    ...shared,
    platform: 'linux',
    vendor: context.vendor,
    products: [context.product],
    families: [context.vendor],
    // Which advisory is newer is known by its packages' versions, not by its name.
    track: key,
    version: '',
    versionScheme: null,
    category,
    isSecurity: category === 'security',
    advisories: [advisory],
    references: referencesOf(update.references),
    downloadMethod: 'automatic',
    files: [],
    detection: packages.length === 0 ? null : { kind: 'packages', packages },
    install: null,
    deprecated: update.status === 'retracted' ? { atMs: null, reason: 'retracted by its vendor' } : null,
  }
}

/** Fedora names CVEs only in the titles of its bug reports. */
function cvesOf(references: readonly UpdateReference[]): string[] {
  const found = new Set<string>()
  for (const { id, title } of references) {
    const direct = cveName(id)
    if (direct !== null) found.add(direct)
    else if (title.includes('CVE-')) {
      for (const [name] of title.slice(0, 2000).matchAll(/\bCVE-[0-9]{4}-[0-9]{4,19}\b/g)) found.add(name)
    }
    if (found.size >= MOST_CVES) break
  }
  return [...found].slice(0, MOST_CVES)
}

function referencesOf(references: readonly UpdateReference[]): string[] {
  const found = new Set<string>()
  for (const { href } of references) {
    const url = publicUrl(href)
    if (url !== '') found.add(url)
    if (found.size === MOST_REFERENCES) break
  }
  return [...found]
}

/** SUSE-SU-2023:3971-1 for the patch SUSE-SLE-Module-Basesystem-15-SP5-2023-3971: one advisory is a patch in each product. */
function suseAdvisory(update: Update): string {
  const self = update.references.find(
    one => one.type === 'self' && /^(?:open)?SUSE-[A-Z]{2}-[0-9]{4}:[0-9-]{1,20}$/.test(one.id),
  )
  return self?.id ?? update.id
}
