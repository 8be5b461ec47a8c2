/** One package of a patch as a host's package manager offers it. */
export interface PackageUpdate {
  readonly name: string
  readonly arch: string
  /** null: an addition, needed by another package of the same patch. */
  readonly installed: string | null
  readonly candidate: string
  readonly isSecurity: boolean
  readonly origin: string
  /** false: the repository is not authenticated by the host (`[trusted=yes]`, `gpgcheck=0`). */
  readonly authenticated: boolean
  /** Why the package manager would not install it by itself: hold, pin, phased, kept back; null when it would. */
  readonly heldBack: string | null
}

/** What is installed of one package name and architecture: several versions for kernels. */
export type InstalledVersions = (name: string, arch: string) => readonly string[]

export type CompareVersions = (a: string, b: string) => number

/** Whether every package that the patch touches is there in the offered version or a newer one. */
export function isSatisfied(
  packages: readonly Pick<PackageUpdate, 'name' | 'arch' | 'candidate'>[],
  installed: InstalledVersions,
  compare: CompareVersions,
): boolean {
  return packages.every(p => installed(p.name, p.arch).some(version => compare(version, p.candidate) >= 0))
}
