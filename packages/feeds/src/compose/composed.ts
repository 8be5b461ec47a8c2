import type { VersionScheme } from '@patchyard/domain'
import type { Detection, InstallRules, PatchFile, PatchPlatform } from '../records/patch-record.ts'
import type { Severity } from '../records/severity.ts'
import type { AdvisoryNotice } from './fact.ts'

/** A patch as the catalog has it: composed of every fact about it. */
export interface ComposedPatch {
  readonly key: string
  readonly title: string
  readonly platform: PatchPlatform
  readonly distro: string
  readonly track: string
  readonly version: string
  readonly versionScheme: VersionScheme | null
  readonly vendor: string
  /** "OS" or "Application". */
  readonly type: 'OS' | 'Application'
  readonly category: string
  readonly isSecurity: boolean
  readonly vendorSeverity: string
  readonly severity: Severity
  readonly cves: readonly string[]
  readonly advisories: readonly AdvisoryNotice[]
  readonly labels: Readonly<Record<PatchLabel, readonly string[]>>
  readonly issuedAtMs: number | null
  readonly updatedAtMs: number | null
  readonly reboot: 'never' | 'maybe' | 'always' | null
  readonly sizeBytes: number | null
  readonly downloadMethod: 'automatic' | 'acquireFromVendor' | 'unavailable'
  readonly deprecatedAtMs: number | null
  readonly deprecatedBecause: string
  readonly files: readonly PatchFile[]
  readonly install: InstallRules | null
  readonly detection: Detection | null
  readonly references: readonly string[]
  /** Packages by which a machine is known to miss it; empty where `detection` or the machine's own engine decides. */
  readonly rules: readonly PackageRule[]
}

export type PatchLabel = 'appFamily' | 'product' | 'architecture' | 'kb' | 'bulletin' | 'supportedOs'

/**
 * A machine of this system misses the patch when it has the package, and none of its installed versions is `version` or newer. Of a
 * source package: when it has a binary package of it, judged by the source's version.
 */
export interface PackageRule {
  readonly distro: string
  readonly release: string
  readonly of: 'source' | 'binary'
  readonly name: string
  /** '': of every architecture. */
  readonly arch: string
  readonly scheme: VersionScheme
  readonly version: string
  /** '' or the module stream that must be enabled. */
  readonly module: string
}

export const noLabels: ComposedPatch['labels'] = {
  appFamily: [],
  product: [],
  architecture: [],
  kb: [],
  bulletin: [],
  supportedOs: [],
}
