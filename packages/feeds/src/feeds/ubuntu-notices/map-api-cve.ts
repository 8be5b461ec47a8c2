import { versionSchemes } from '@patchyard/domain'
import { cveName } from '../../fields/cve-names.ts'
import { instantOf } from '../../fields/instants.ts'
import { isPackageName, isVersion } from '../../fields/package-names.ts'
import { lineOf, paragraphsOf } from '../../fields/plain-text.ts'
import type { FixRecord } from '../../records/fix-record.ts'
import type { Rejection } from '../../records/record.ts'
import { severityOf } from '../../records/severity.ts'
import type { VulnerabilityRecord } from '../../records/vulnerability-record.ts'
import { isCodename, paidPocket } from './notice.ts'
import { type ApiCvePackage, isApiCve, isApiCvePackage } from './notice-schema.ts'

type Item = FixRecord | VulnerabilityRecord | Rejection

/** One CVE of the API: its description, and Ubuntu's word on each package and release. */
export function* mapApiCve(entry: unknown, place: number): Generator<Item> {
  const cve = isApiCve.Check(entry) ? cveName(entry.id) : null
  if (!isApiCve.Check(entry) || cve === null) {
    yield { kind: 'rejected', where: `cve ${place}`, reason: 'has no CVE as its id, or a field of another type' }
    return
  }
  const description = paragraphsOf(entry.description ?? '')
  const publishedAtMs = instantOf(entry.published ?? '')
  if (description !== '') yield { kind: 'vulnerability', cve, description, publishedAtMs }
  const priority = { vendorSeverity: lineOf(entry.priority ?? '', 40), severity: severityOf(entry.priority ?? '') }
  for (const said of entry.packages ?? []) {
    if (!isApiCvePackage.Check(said) || !isPackageName(said.name))
      yield { kind: 'rejected', where: cve, reason: 'names a package without a name or status' }
    else yield* fixesOf(cve, said, priority)
  }
}

function* fixesOf(
  cve: string,
  said: ApiCvePackage,
  priority: Pick<FixRecord, 'vendorSeverity' | 'severity'>,
): Generator<FixRecord | Rejection> {
  for (const { release_codename: where, status, description, pocket } of said.statuses) {
    // "esm-infra/xenial" is how the tracker's files name a release together with its pocket.
    const [first = '', second] = where.split('/')
    const release = second ?? first
    if (release === 'upstream' || status === 'DNE') continue
    const verdict = isCodename(release) ? verdictOf(status, lineOf(description ?? '', 200)) : 'is of no release'
    if (typeof verdict === 'string') {
      yield { kind: 'rejected', where: `${cve} ${said.name} ${lineOf(where, 40)}`, reason: verdict }
      continue
    }
    yield {
      kind: 'fix',
      distro: 'ubuntu',
      release,
      product: paidPocket(second === undefined ? (pocket ?? '') : first),
      of: 'source',
      package: said.name,
      scheme: 'deb',
      cve,
      ...verdict,
      ...priority,
    }
  }
}

/** Words of Ubuntu's CVE tracker; its README explains them. "DNE" (the package is not in that release) is passed over before. */
function verdictOf(status: string, text: string): Pick<FixRecord, 'status' | 'fixedVersion' | 'note'> | string {
  switch (status) {
    case 'released': {
      const problem = isVersion(text) ? versionSchemes.deb.problem(text) : 'is missing or too long'
      return problem === undefined
        ? { status: 'fixed', fixedVersion: text, note: '' }
        : `is released in a version that ${problem}`
    }
    case 'not-affected':
      return { status: 'notAffected', fixedVersion: '', note: text }
    case 'needed':
    case 'active':
      return { status: 'affected', fixedVersion: '', note: text }
    case 'pending':
    case 'deferred':
      return { status: 'affected', fixedVersion: '', note: `<${status}> ${text}`.trim() }
    case 'ignored':
      return { status: 'noFixPlanned', fixedVersion: '', note: `<ignored> ${text}`.trim() }
    case 'needs-triage':
    case 'in-triage':
      return { status: 'undetermined', fixedVersion: '', note: '' }
    default:
      return `has the status "${lineOf(status, 40)}"`
  }
}
