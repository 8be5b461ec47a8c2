import { lineOf } from '../../fields/plain-text.ts'
import type { FixRecord } from '../../records/fix-record.ts'
import type { Rejection } from '../../records/record.ts'
import { severityOf } from '../../records/severity.ts'
import { ecosystemOf } from './ecosystem.ts'
import { isNameOf, standingOf } from './fixed-in.ts'
import { isOsvAffected, type OsvRecord } from './osv-schema.ts'

/** A record of one CVE: what Ubuntu, Debian or Alpine say of it in each package and release. */
export function* mapFixes(record: OsvRecord, cve: string): Generator<FixRecord | Rejection> {
  const general = (record.severity ?? []).find(one => one.type === 'Ubuntu')?.score
  for (const affected of record.affected ?? []) {
    if (!isOsvAffected.Check(affected)) {
      yield { kind: 'rejected', where: record.id, reason: 'has an affected package of another shape' }
      continue
    }
    const { ecosystem, name, purl = '' } = affected.package
    const system = ecosystemOf(ecosystem, purl)
    if (system === null) continue
    const { distro, release, scheme, of, pocket } = system
    const standing = isNameOf(scheme, name) ? standingOf(affected, scheme) : null
    if (standing === null) {
      yield {
        kind: 'rejected',
        where: lineOf(`${record.id} ${name}`, 200),
        reason: 'has a name or version that is none',
      }
      continue
    }
    const priority = affected.ecosystem_specific?.ubuntu_priority ?? general
    const said = priority === undefined ? {} : { vendorSeverity: lineOf(priority, 40), severity: severityOf(priority) }
    yield { kind: 'fix', distro, release, product: pocket, of, package: name, scheme, cve, ...standing, ...said }
  }
}
