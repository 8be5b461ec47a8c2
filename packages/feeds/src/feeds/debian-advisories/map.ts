import { versionSchemes } from '@patchyard/domain'
import { cveNames } from '../../fields/cve-names.ts'
import { earlierRevisions } from '../../fields/debian-revisions.ts'
import { instantOfMail } from '../../fields/instants.ts'
import { isPackageName, isVersion } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { AdvisoryRecord } from '../../records/advisory-record.ts'
import type { Rejection } from '../../records/record.ts'
import type { ListedAdvisory } from './parse.ts'

/** The advisory, and a rejection for each of its fixes that names no version. */
export function* mapAdvisory(entry: ListedAdvisory): Generator<AdvisoryRecord | Rejection> {
  const issuedAtMs = instantOfMail(`${entry.date} 00:00:00 UTC`)
  if (issuedAtMs === null) {
    yield { kind: 'rejected', where: entry.name, reason: `is of no day: "${lineOf(entry.date, 40)}"` }
    return
  }
  const isSound = (one: ListedAdvisory['fixes'][number]): boolean =>
    isPackageName(one.source) && isVersion(one.version) && versionSchemes.deb.problem(one.version) === undefined
  for (const bad of entry.fixes.filter(one => !isSound(one)))
    yield { kind: 'rejected', where: `${entry.name} ${bad.release}`, reason: 'names a source or version that is none' }
  const fixes = entry.fixes.filter(isSound)
  yield {
    kind: 'advisory',
    name: entry.name,
    title: lineOf(entry.title) || entry.name,
    // The same list announces changed keys and the end of support.
    category: fixes.length === 0 ? '' : 'security',
    vendorSeverity: '',
    severity: '',
    issuedAtMs,
    updatedAtMs: null,
    url: `https://security-tracker.debian.org/tracker/${entry.name}`,
    cves: cveNames(entry.names),
    replaces: earlierRevisions(entry.name),
    reboot: null,
    fixes: fixes.map(({ release, source, version }) => ({
      distro: 'debian',
      release,
      of: 'source',
      package: { name: source, arch: '', version, module: '', file: null },
      pocket: '',
    })),
  }
}
