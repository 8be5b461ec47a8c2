import { versionSchemes } from '@patchyard/domain'
import type { ArchiveRecord } from '../records/archive-record.ts'
import type { FixRecord } from '../records/fix-record.ts'
import { type Severity, severities } from '../records/severity.ts'
import { type ComposedPatch, noLabels } from './composed.ts'
import type { AdvisoryNotice, FactBody } from './fact.ts'
import { distinct } from './distinct.ts'

export interface SourceTrack {
  readonly distro: string
  readonly release: string
  readonly source: string
}

interface Gathered {
  readonly cves: Set<string>
  readonly advisories: Map<string, AdvisoryNotice>
  readonly archive: ArchiveRecord[]
  pocket: string
}

/**
 * Patches of one source package of a Debian or Ubuntu release: one for every version that somebody names as a fix (a DSA, a USN, the
 * tracker) or that an updates or security archive offers. A version carries the CVEs that were fixed in exactly that version, so that a
 * machine between two versions misses what it truly lacks: it misses each later patch, and nothing of those behind it.
 *
 * The word of the distribution is final: what its tracker calls not affected gives nothing, however an advisory lists it.
 */
export function composeTrack(track: SourceTrack, facts: readonly FactBody[]): ComposedPatch[] {
  const notAffected = new Set(fixesOf(facts).flatMap(fix => (fix.status === 'notAffected' ? [fix.cve] : [])))
  const versions = new Map<string, Gathered>()
  const at = (version: string): Gathered => {
    const known = versions.get(version)
    if (known !== undefined) return known
    const fresh: Gathered = { cves: new Set(), advisories: new Map(), archive: [], pocket: '' }
    versions.set(version, fresh)
    return fresh
  }
  for (const fix of fixesOf(facts)) {
    if (fix.status === 'fixed') at(fix.fixedVersion).cves.add(fix.cve)
  }
  for (const fact of facts) {
    if (fact.kind !== 'fixedBy') continue
    const gathered = at(fact.fix.package.version)
    gathered.advisories.set(fact.advisory.name, fact.advisory)
    gathered.pocket = fact.fix.pocket
  }
  // What an advisory names was fixed in its version, unless the tracker knows an earlier one.
  const fixedIn = new Map(fixesOf(facts).flatMap(fix => (fix.status === 'fixed' ? [[fix.cve, fix.fixedVersion]] : [])))
  for (const [version, { advisories, cves }] of versions) {
    for (const cve of [...advisories.values()].flatMap(advisory => advisory.cves)) {
      const known = fixedIn.get(cve)
      if (known === undefined || known === version) cves.add(cve)
    }
  }
  for (const fact of facts) {
    if (fact.kind !== 'archive') continue
    if (fact.isSecurity || versions.has(fact.sourceVersion) || isUpdatesArchive(fact))
      at(fact.sourceVersion).archive.push(fact)
  }
  return [...versions]
    .toSorted(([a], [b]) => versionSchemes.deb.compare(a, b))
    .map(([version, gathered]) => composeVersion(track, version, gathered, notAffected))
}

const fixesOf = (facts: readonly FactBody[]): FixRecord[] => facts.filter(fact => fact.kind === 'fix')

/** "Debian:12/bookworm-updates", "Ubuntu:24.04/noble-updates": the base pocket is what a release began with, not a patch. */
const isUpdatesArchive = (fact: ArchiveRecord): boolean => /-(?:proposed-)?updates$/.test(fact.origin)

function composeVersion(
  { distro, release, source }: SourceTrack,
  version: string,
  { cves, advisories, archive, pocket }: Gathered,
  notAffected: ReadonlySet<string>,
): ComposedPatch {
  const notices = [...advisories.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const issued = notices.flatMap(notice => notice.issuedAtMs ?? [])
  const left = [...cves].filter(cve => !notAffected.has(cve)).toSorted()
  const isSecurity = left.length > 0 || notices.some(n => n.category === 'security') || archive.some(a => a.isSecurity)
  const worst = worstNotice(notices)
  return {
    key: `deb:${distro}/${release}/${source}@${version}`,
    // The words that an agent gives it: the same patch keeps its title when a feed comes to know it.
    title: `${source}: ${isSecurity ? 'security update' : 'update'} to ${version}`,
    platform: 'linux',
    distro: `${distro}/${release}`,
    track: `deb:${distro}/${release}/${source}`,
    version,
    versionScheme: 'deb',
    vendor: distro === 'ubuntu' ? 'Ubuntu' : 'Debian',
    type: 'OS',
    category: isSecurity ? 'security' : (notices[0]?.category ?? ''),
    isSecurity,
    vendorSeverity: worst?.vendorSeverity ?? '',
    severity: worst?.severity ?? '',
    cves: left,
    advisories: notices,
    labels: {
      ...noLabels,
      product: [source],
      architecture: distinct(archive.map(a => a.arch)),
      supportedOs: [`${distro} ${release}`],
    },
    issuedAtMs: issued.length === 0 ? null : Math.min(...issued),
    updatedAtMs: null,
    reboot: notices.some(notice => notice.reboot === 'always') ? 'always' : null,
    sizeBytes: null,
    // Ubuntu's paid pockets: their files come to subscribers alone.
    downloadMethod: pocket.startsWith('esm') && archive.length === 0 ? 'acquireFromVendor' : 'automatic',
    deprecatedAtMs: null,
    deprecatedBecause: '',
    files: [],
    install: null,
    detection: null,
    references: distinct(notices.flatMap(notice => (notice.url === '' ? [] : [notice.url]))),
    rules: [{ distro, release, of: 'source', name: source, arch: '', scheme: 'deb', version, module: '' }],
  }
}

const rank = (severity: Severity): number => (severity === '' ? severities.length : severities.indexOf(severity))

const worstNotice = (notices: readonly AdvisoryNotice[]): AdvisoryNotice | undefined =>
  notices.toSorted((a, b) => rank(a.severity) - rank(b.severity))[0]
