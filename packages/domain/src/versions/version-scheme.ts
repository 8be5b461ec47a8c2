/** Below, equal, above: what every version scheme answers about two versions. */
export type VersionOrder = -1 | 0 | 1

/** The rules by which a package manager orders the versions of one package. */
export const versionSchemeNames = ['deb', 'rpm', 'rpm-bare', 'apk', 'winget'] as const

export type VersionScheme = (typeof versionSchemeNames)[number]

export interface VersionSchemeRules {
  /**
   * The package manager's own answer where it has one. A total order over all strings, also those that the package manager
   * refuses (each scheme's README says where these go), so that a sort or an index never depends on who wrote the version.
   * Never throws; time is linear in the longer version.
   */
  readonly compare: (a: string, b: string) => VersionOrder
  /**
   * Bytes that compare (`memcmp`, PostgreSQL `bytea`, `compareVersionKeys`) as `compare` does on the versions: equal versions
   * have equal keys. At most twice as long as the version in UTF-8, plus 16 bytes; for winget, where `-1` stands for 2^64 - 1,
   * eight times. Never throws.
   */
  readonly key: (version: string) => Uint8Array
  /** Why the package manager would not take this as a version, as the end of a sentence; undefined when it would. */
  readonly problem: (version: string) => string | undefined
}

export function isVersionScheme(name: string): name is VersionScheme {
  return (versionSchemeNames as readonly string[]).includes(name)
}
