import type { Severity } from './severity.ts'

export type PatchPlatform = 'linux' | 'windows' | 'macos'

export type PatchCategory =
  | 'security'
  | 'bugfix'
  | 'enhancement'
  | 'feature'
  | 'driver'
  | 'definition'
  | 'servicingStack'
  | 'rollup'
  | 'tool'
  | 'newPackage'

/** What a person must do to get the files: nothing, log in at the vendor (feature E7), or there is none to be had. */
export type DownloadMethod = 'automatic' | 'acquireFromVendor' | 'unavailable'

/** Something that an engine can install, named by the key of decisions.md §1.1. */
export interface PatchRecord {
  readonly kind: 'patch'
  /** `rpm:<distro>/<advisory>`, `suse:<patch>`, `kb:<number>@<product>`, `winget:<id>@<version>`, `cask:<token>@<version>`, `macos:<build>`. */
  readonly key: string
  readonly title: string
  readonly platform: PatchPlatform
  readonly vendor: string
  /** What it is for, as the vendor writes it: "Windows 11 Version 24H2 for x64-based Systems", "Mozilla Firefox". */
  readonly products: readonly string[]
  /** Groups of products that people pick from: "Windows", "Firefox", "Office". */
  readonly families: readonly string[]
  /** One line of versions of one thing: patches of a track supersede each other by version. Equal keys up to `@` of winget and cask. */
  readonly track: string
  readonly version: string
  /** By which scheme `version` is ordered inside its track; null: by the edges alone. */
  readonly versionScheme: 'deb' | 'rpm' | 'winget' | null
  readonly category: PatchCategory | ''
  readonly isSecurity: boolean
  /** The vendor's own word, unchanged; '' where there is none. */
  readonly vendorSeverity: string
  readonly severity: Severity
  readonly cves: readonly string[]
  /** Names of bulletins and advisories: RHSA-2026:1234, MFSA 2026-12, KB5094126. */
  readonly advisories: readonly string[]
  readonly references: readonly string[]
  readonly issuedAtMs: number | null
  readonly updatedAtMs: number | null
  readonly reboot: 'never' | 'maybe' | 'always' | null
  readonly downloadMethod: DownloadMethod
  readonly files: readonly PatchFile[]
  readonly detection: Detection | null
  /** Silent arguments and what exit codes mean; null where the system's own engine installs. */
  readonly install: InstallRules | null
  readonly deprecated: { readonly atMs: number | null; readonly reason: string } | null
}

export interface PatchFile {
  readonly url: string
  /** Lower-case hex. null: the source names none ("no_check"), the vendor's signature must be checked instead. */
  readonly sha256: string | null
  readonly bytes: number | null
  readonly arch: string
  /** Of this file where a patch has several installers with arguments of their own (msi and exe, machine and user); absent: the patch's. */
  readonly install?: InstallRules | null
}

export interface InstallRules {
  /** msi, exe, inno, nullsoft, burn, msix, zip, pkg, app … in the source's word. */
  readonly type: string
  readonly silentArguments: string
  readonly successCodes: readonly number[]
  readonly rebootCodes: readonly number[]
  /** user or machine; '' where unsaid. */
  readonly scope: string
}

/** How a machine that has the thing is known, and whether what it has is older. */
export type Detection =
  | {
      readonly kind: 'packages'
      /** It is missing where one of them is installed in a lower version (and of the same module stream). */
      readonly packages: readonly FixedPackage[]
    }
  | {
      readonly kind: 'windowsBuild'
      /** Product names as MSRC writes them. */
      readonly product: string
      /** "10.0.26100.4349": every machine of that product whose build is lower misses it. */
      readonly fixedBuild: string
    }
  | {
      readonly kind: 'windowsApplication'
      readonly productCodes: readonly string[]
      readonly upgradeCodes: readonly string[]
      readonly packageFamilyNames: readonly string[]
      readonly names: readonly { readonly name: string; readonly publisher: string }[]
      /** What the Uninstall key says when this version is installed, where it is not `version`. */
      readonly displayVersions: readonly string[]
      readonly architectures: readonly string[]
    }
  | {
      readonly kind: 'macApplication'
      /** Names of bundles: "Firefox.app". */
      readonly applications: readonly string[]
      readonly bundleIds: readonly string[]
      readonly packageIds: readonly string[]
      /** It updates itself: what is missing may come without us. */
      readonly updatesItself: boolean
    }
  | {
      readonly kind: 'macosBuild'
      /** "26" in macOS 26: minor updates stay in their major version. */
      readonly major: string
      readonly build: string
      readonly boardIds: readonly string[]
    }

export interface FixedPackage {
  readonly name: string
  /** '' : of every architecture. */
  readonly arch: string
  /** epoch:version-release or a Debian version. */
  readonly version: string
  /**
   * "nodejs:18" of modular RPM repositories; '' elsewhere. "?RLSA-2023:3820" where the release says that it is of a module and the source does
   * not say of which stream: it is compared with no other, for a newer stream is no update of an older one.
   */
  readonly module: string
  readonly file: PatchFile | null
}
