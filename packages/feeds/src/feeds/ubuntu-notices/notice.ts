import { versionSchemes } from '@patchyard/domain'
import { cveNames } from '../../fields/cve-names.ts'
import { isPackageName, isVersion } from '../../fields/package-names.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { AdvisoryFix, AdvisoryRecord } from '../../records/advisory-record.ts'
import type { FixedPackage } from '../../records/patch-record.ts'

/** A kernel notice names at most 6,000 packages in all its releases. */
export const MOST_FIXES = 20_000

export function adviceOf(notice: {
  readonly name: string
  readonly title: string
  readonly issuedAtMs: number | null
  readonly action: string
  readonly cves: readonly unknown[]
  readonly fixes: readonly AdvisoryFix[]
}): AdvisoryRecord {
  return {
    kind: 'advisory',
    name: notice.name,
    title: lineOf(notice.title) || notice.name,
    category: 'security',
    // Priorities belong to CVEs, not to notices.
    vendorSeverity: '',
    severity: '',
    issuedAtMs: notice.issuedAtMs,
    updatedAtMs: null,
    url: `https://ubuntu.com/security/notices/${notice.name}`,
    cves: cveNames(notice.cves.filter(one => typeof one === 'string')),
    // USN-1-2 stands beside USN-1-1: it is for other releases, or repairs what the first one broke.
    replaces: [],
    reboot: rebootOf(notice.action),
    fixes: notice.fixes,
  }
}

/**
 * From what a notice tells people to do: "After a standard system update you need to reboot your computer to make all the necessary
 * changes." against "In general, a standard system update will make all the necessary changes."
 */
export function rebootOf(action: string): AdvisoryRecord['reboot'] {
  const text = action.slice(0, 20_000).replace(/\s+/g, ' ')
  if (text.trim() === '') return null
  const isMay = /\b(?:may|might|could) (?:\w+ )?(?:need|have|require)[^.]{0,40}\breboot/i.test(text)
  if (!isMay && /\b(?:reboot|restart)(?:ing)? (?:your|the) (?:computer|system|machine|server)/i.test(text))
    return 'always'
  return /\breboot/i.test(text) ? 'maybe' : 'never'
}

export function fixOf(
  release: string,
  of: AdvisoryFix['of'],
  name: string,
  version: string,
  pocket: string,
): AdvisoryFix | null {
  if (!isPackageName(name) || !isVersion(version) || versionSchemes.deb.problem(version) !== undefined) return null
  const fixed: FixedPackage = { name, arch: '', version, module: '', file: null }
  return { distro: 'ubuntu', release, of, package: fixed, pocket: paidPocket(pocket) }
}

/** '' for what everybody gets: pockets security and updates. */
export function paidPocket(pocket: string): string {
  return /^(?:security|updates|release|main)?$/.test(pocket) ? '' : lineOf(pocket, 40)
}

export const isCodename = (text: string): boolean => /^[a-z][a-z0-9-]{0,39}$/.test(text)
