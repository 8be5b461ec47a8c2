import type { FixedPackage } from './patch-record.ts'
import type { Severity } from './severity.ts'

/** A DSA, USN, RHSA …: an attribute of the patches that bring its packages, never a patch of its own beside them. */
export interface AdvisoryRecord {
  readonly kind: 'advisory'
  /** DSA-5980-1, USN-7095-1, RHSA-2026:1234. */
  readonly name: string
  /** Key of the patch that it is, where its name does not say it (SUSE); else that of an RPM distribution is `rpm:<distro>/<name>`. */
  readonly patch?: string
  readonly title: string
  readonly category: 'security' | 'bugfix' | 'enhancement' | 'newPackage' | ''
  readonly vendorSeverity: string
  readonly severity: Severity
  readonly issuedAtMs: number | null
  readonly updatedAtMs: number | null
  readonly url: string
  readonly cves: readonly string[]
  /** Earlier revisions that this one takes the place of: DSA-1-2 of DSA-1-1. */
  readonly replaces: readonly string[]
  readonly reboot: 'never' | 'maybe' | 'always' | null
  readonly fixes: readonly AdvisoryFix[]
}

export interface AdvisoryFix {
  readonly distro: string
  /** Code name (bookworm, noble) or major version (9). */
  readonly release: string
  /** source: `package.name` is that of the source package, which is mapped to what is installed by the archive. */
  readonly of: 'source' | 'binary'
  readonly package: FixedPackage
  /** "esm-apps", "esm-infra": only who pays gets it; '' for everybody. */
  readonly pocket: string
}
