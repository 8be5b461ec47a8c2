export type Architecture = 'x86' | 'x64' | 'arm64'

/** One entry of a machine's list of programs. What the machine does not say is ''. */
export interface InstalledApplication {
  readonly platform: 'windows' | 'macos'
  /** `DisplayName` of the Uninstall key; on macOS the name that system_profiler gives. */
  readonly name: string
  readonly publisher: string
  readonly version: string
  /** Of the registry view or of the binary. An MSI bundle of 64-bit programs stands in the 32-bit view: what the name says goes first. */
  readonly arch: Architecture | ''
  /** Name of its Uninstall key: a product code in braces, or any text ("Git_is1", "7-Zip"). */
  readonly productCode: string
  readonly upgradeCode: string
  readonly packageFamilyName: string
  /** Whose copy it is; '' : the machine's. */
  readonly user: string
  readonly bundleId: string
  /** "/Applications/Firefox.app". */
  readonly path: string
}

export interface WindowsApplicationRule {
  readonly kind: 'windowsApplication'
  readonly productCodes: readonly string[]
  readonly upgradeCodes: readonly string[]
  readonly packageFamilyNames: readonly string[]
  readonly names: readonly { readonly name: string; readonly publisher: string }[]
  /** What the Uninstall key says when this version is installed; empty: the patch's version. */
  readonly displayVersions: readonly string[]
  readonly architectures: readonly string[]
}

export interface MacApplicationRule {
  readonly kind: 'macApplication'
  /** "Firefox.app". */
  readonly applications: readonly string[]
  readonly bundleIds: readonly string[]
  readonly packageIds: readonly string[]
  readonly updatesItself: boolean
}

/** One version of one application, as the catalog has it. */
export interface ApplicationPatch {
  readonly key: string
  /** `winget:Git.Git`, `cask:firefox`: its patches supersede each other by version. */
  readonly track: string
  readonly version: string
  /** The vendor has withdrawn it: it is not offered. */
  readonly deprecated: { readonly reason: string } | null
  readonly detection: WindowsApplicationRule | MacApplicationRule
}
