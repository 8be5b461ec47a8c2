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
  compare(a: string, b: string): VersionOrder
  /**
   * Bytes that compare (`memcmp`, PostgreSQL `bytea`, `compareVersionKeys`) as `compare` does on the versions: equal versions
   * have equal keys. At most 3 bytes for each byte of the version in UTF-8, plus 16. Never throws.
   */
  key(version: string): Uint8Array
  /** Why the package manager would not take this as a version, as the end of a sentence; undefined when it would. */
  problem(version: string): string | undefined
}

export function isVersionScheme(name: string): name is VersionScheme {
  return (versionSchemeNames as readonly string[]).includes(name)
}
