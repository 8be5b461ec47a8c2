import { isOfModule } from '@patchyard/domain'
import { earlierRevisions } from '../../fields/debian-revisions.ts'
import { instantOf } from '../../fields/instants.ts'
import { withoutZeroEpoch } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { AdvisoryFix, AdvisoryRecord } from '../../records/advisory-record.ts'
import type { Rejection } from '../../records/record.ts'
import { severities, severityOf } from '../../records/severity.ts'
import { ecosystemOf } from './ecosystem.ts'
import { binariesOf, isNameOf, isSound, standingOf } from './fixed-in.ts'
import { cvesOf } from './names.ts'
import { isOsvAffected, type OsvAffected, type OsvRecord } from './osv-schema.ts'

/** 20,000 is what a record may hold. */
const MOST_FIXES = 20_000

/** A record that stands for an advisory: ALSA, RLSA, RHSA, SUSE-SU, DSA, USN and their sisters. */
export function* mapAdvisory(record: OsvRecord): Generator<AdvisoryRecord | Rejection> {
  const { id } = record
  const fixes: AdvisoryFix[] = []
  let bad = 0
  let priority = ''
  for (const affected of record.affected ?? []) {
    if (!isOsvAffected.Check(affected)) {
      bad++
      continue
    }
    priority = higherOf(priority, affected)
    const found = fixesOf(affected, id)
    if (found === null) bad++
    else fixes.push(...found)
    if (fixes.length > MOST_FIXES) {
      yield { kind: 'rejected', where: id, reason: `fixes more than ${MOST_FIXES} packages` }
      return
    }
  }
  if (bad > 0) yield { kind: 'rejected', where: id, reason: `has ${bad} packages without a sound name or version` }
  const vendorSeverity = /^(Critical|Important|Moderate|Low): /.exec(record.summary ?? '')?.[1] ?? priority
  yield {
    kind: 'advisory',
    name: id,
    title: lineOf(record.summary ?? '') || id,
    category: categoryOf(id),
    vendorSeverity,
    severity: severityOf(vendorSeverity),
    issuedAtMs: instantOf(record.published ?? ''),
    updatedAtMs: instantOf(record.modified),
    url: publicUrl((record.references ?? []).find(one => one.type === 'ADVISORY')?.url ?? ''),
    cves: cvesOf(record),
    replaces: earlierRevisions(id),
    reboot: null,
    fixes,
  }
}

/** [] for what is not one of our systems, and for live patches, which are no packages; null when name or version is none. */
function fixesOf(affected: OsvAffected, id: string): AdvisoryFix[] | null {
  const system = ecosystemOf(affected.package.ecosystem, affected.package.purl ?? '')
  if (system === null || affected.ecosystem_specific?.module_name_regex !== undefined) return []
  const { distro, release, scheme, of, pocket } = system
  const standing = standingOf(affected, scheme)
  if (standing === null || !isNameOf(scheme, affected.package.name)) return null
  if (standing.status !== 'fixed') return []
  const fix = (what: AdvisoryFix['of'], name: string, version: string): AdvisoryFix => ({
    distro,
    release,
    of: what,
    package: { name, arch: '', version, module: scheme === 'rpm' && isOfModule(version) ? `?${id}` : '', file: null },
    pocket,
  })
  const binaries = binariesOf(affected)
    .filter(one => isNameOf(scheme, one.name) && isSound(one.version, scheme))
    .map(one => fix('binary', one.name, withoutZeroEpoch(one.version)))
  return [fix(of, affected.package.name, standing.fixedVersion), ...binaries]
}

/** A notice of Ubuntu is as bad as the worst of its CVEs. */
function higherOf(priority: string, affected: OsvAffected): string {
  let worst = priority
  for (const cve of affected.database_specific?.cves_map?.cves ?? []) {
    for (const { type, score } of cve.severity ?? []) {
      const severity = type === 'Ubuntu' ? severityOf(score) : ''
      if (severity !== '' && (worst === '' || severities.indexOf(severity) < severities.indexOf(severityOf(worst))))
        worst = lineOf(score, 40)
    }
  }
  return worst
}

/** The third letter of Red Hat's family: RHSA, ALBA, RLEA; SUSE-RU; what Debian and Ubuntu number is security. */
function categoryOf(id: string): AdvisoryRecord['category'] {
  if (/^(?:DSA|DLA|DTSA|USN|LSN)-|^[A-Z]{2}SA-|^(?:open)?SUSE-SU-/.test(id)) return 'security'
  if (/^[A-Z]{2}BA-|^(?:open)?SUSE-RU-/.test(id)) return 'bugfix'
  return /^[A-Z]{2}EA-|^(?:open)?SUSE-[FO]U-/.test(id) ? 'enhancement' : ''
}
