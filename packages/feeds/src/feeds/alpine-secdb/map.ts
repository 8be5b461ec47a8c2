import { versionSchemes } from '@patchyard/domain'
import { cveNames } from '../../fields/cve-names.ts'
import { isPackageName, isVersion } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { FixRecord } from '../../records/fix-record.ts'
import type { Rejection } from '../../records/record.ts'
import { isSecdbPackage } from './secdb-schema.ts'

/** One package of the list: a record for each of its CVEs. */
export function* mapPackage(entry: unknown, place: number, release: string): Generator<FixRecord | Rejection> {
  if (!isSecdbPackage.Check(entry) || !isPackageName(entry.pkg.name)) {
    yield { kind: 'rejected', where: `package ${place}`, reason: 'has no name or no secfixes' }
    return
  }
  const { name, secfixes } = entry.pkg
  const fixed = new Map<string, string>()
  for (const [version, names] of Object.entries(secfixes)) {
    const problem = isVersion(version) ? versionSchemes.apk.problem(version) : 'is missing or too long'
    if (version !== '0' && problem !== undefined) {
      yield { kind: 'rejected', where: lineOf(`${name} ${version}`, 200), reason: `has a version that ${problem}` }
      continue
    }
    // One text may hold several names: "CVE-2019-17340 XSA-284".
    const texts = (names ?? []).filter(one => typeof one === 'string')
    for (const cve of cveNames(texts.flatMap(one => one.slice(0, 1000).split(/\s+/)))) {
      const known = fixed.get(cve)
      if (known === undefined || isAbove(version, known)) fixed.set(cve, version)
    }
  }
  for (const [cve, version] of fixed) {
    yield {
      kind: 'fix',
      distro: 'alpine',
      release,
      product: '',
      of: 'source',
      package: name,
      scheme: 'apk',
      cve,
      // Version 0: no version of this package was ever affected.
      status: version === '0' ? 'notAffected' : 'fixed',
      fixedVersion: version === '0' ? '' : version,
      note: '',
    }
  }
}

const isAbove = (a: string, b: string): boolean => a !== '0' && (b === '0' || versionSchemes.apk.compare(a, b) > 0)
