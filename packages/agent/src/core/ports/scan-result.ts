/**
 * What a scan of one host found. Names, architectures and versions are the engine's own (`amd64`, `noarch`): they go back to it
 * unchanged when a task is carried out.
 */
export type ProviderId = 'apt' | 'dnf' | 'yum' | 'zypper'

export interface ScanResult {
  readonly provider: ProviderId
  /** Name and version of the engine as it says them, for example `apt 2.6.1`. */
  readonly engine: string
  /**
   * `partial`: something could not be asked (a repository did not answer); what is listed is true, what is not listed proves nothing.
   * `failed`: the engine gave no answer; `patches` is empty and means nothing.
   */
  readonly status: 'ok' | 'partial' | 'failed'
  readonly problems: readonly ScanProblem[]
  readonly packages: readonly InstalledPackage[]
  readonly patches: readonly MissingPatch[]
  readonly installedPatches: readonly InstalledPatch[]
  readonly withheld: readonly WithheldUpdate[]
  /** New packages that the engine would add for all updates together (decisions §3.5). */
  readonly additions: readonly { readonly name: string; readonly arch: string }[]
  readonly repositories: readonly Repository[]
}

export const scanProblemCodes = [
  /** A repository did not answer, or its answer was not accepted. */
  'repository_failed',
  /** The host does not authenticate a repository. */
  'repository_unauthenticated',
  /** A repository is set up but was never fetched, or all lists are old. */
  'repository_not_fetched',
  'lock_held',
  'engine_failed',
  /** The engine's output was not understood. */
  'engine_output',
  'database_broken',
  /** The engine lists updates, but not which advisories they belong to: nothing tells what is a security fix. */
  'advisories_unavailable',
  /** The engine would remove or downgrade installed packages for the whole of its updates; the names stand in the detail. */
  'wants_removal',
  'wants_downgrade',
] as const
export type ScanProblemCode = (typeof scanProblemCodes)[number]

export interface ScanProblem {
  readonly code: ScanProblemCode
  /** One English sentence, at most 200 bytes, without control characters. */
  readonly detail: string
  /** Address or name of the repository concerned. */
  readonly repository?: string
}

export interface InstalledPackage {
  readonly name: string
  readonly arch: string
  readonly version: string
  /** Source package; for rpm the name in the source rpm's file name; the package's own name where the engine says nothing. */
  readonly source: string
  readonly sourceVersion: string
  /** `installed`, or the database's word for a package that is not whole (`half-configured`). Packages of which only settings are left are not listed. */
  readonly state: string
  /** The administrator told the engine to leave it (`apt-mark hold`, versionlock, zypper lock). */
  readonly held: boolean
  readonly vendor: string | null
  /** rpm knows; dpkg does not. */
  readonly installedAtMs: number | null
}

/** What the engine would install: one key of decisions §1.1 with the packages of it. */
export interface MissingPatch {
  readonly key: string
  readonly title: string
  readonly isSecurity: boolean
  /** Lower case, as the engine says it (`critical`, `important`, `moderate`, `low`); null where it says nothing, as apt. */
  readonly severity: string | null
  /** `security`, `bugfix`, `enhancement`, `newpackage`, `recommended`, `optional`, `feature`; null where the engine says nothing. */
  readonly category: string | null
  readonly advisories: readonly string[]
  readonly cves: readonly string[]
  /** Day or instant of issue in Unix milliseconds. */
  readonly issuedMs: number | null
  /** The advisory itself asks for a reboot. */
  readonly rebootSuggested: boolean
  readonly packages: readonly UpdatePackage[]
  /** Why the agent would not install it now, though the engine offers it; null when it would. */
  readonly blocked: BlockReason | null
}

export interface UpdatePackage {
  readonly name: string
  readonly arch: string
  /** Null: new on this host, needed by the others (a new kernel). */
  readonly installed: string | null
  readonly candidate: string
  readonly source: string
  readonly isSecurity: boolean
  /** Labels and suites, or repository ids, that offer this version. */
  readonly origins: readonly string[]
  /** Address with suite and component (apt) or id (dnf, zypper) of the repository it would come from, without user and password. */
  readonly repository: string
  readonly authenticated: boolean
  readonly sizeBytes: number | null
  /** The package's own one-line summary; "" where the engine was not asked. */
  readonly summary: string
}

/** A package of it comes only from a repository that the host does not authenticate (decisions §3.11). */
export type BlockReason = 'unauthenticated'

/** An update that exists but that the engine leaves out; it is not missing (PatchMon's and others' lists count these wrongly). */
export interface WithheldUpdate {
  /** Key and title that the patch has once the engine offers it. */
  readonly key: string
  readonly title: string
  readonly update: UpdatePackage
  readonly reason: WithheldReason
}

export type WithheldReason =
  /** The administrator holds the package. */
  | 'held'
  /** A pin (apt preferences, exclude=, versionlock) keeps the newer version away. */
  | 'pinned'
  /** The distribution has not yet reached this machine with its phased update. */
  | 'phased'
  /** The engine cannot install it with the other packages as they are. */
  | 'keptBack'
  /** The package's module stream is not enabled, or another is. */
  | 'module'

/** An update that the engine lists as applied (updateinfo --installed, zypper patches); apt lists none. */
export interface InstalledPatch {
  readonly key: string
  readonly title: string
  readonly isSecurity: boolean
  readonly severity: string | null
  readonly category: string | null
  readonly advisories: readonly string[]
  readonly cves: readonly string[]
}

export interface Repository {
  /** Address with suite and component (apt) or id (dnf, zypper), without user and password. */
  readonly id: string
  readonly url: string
  readonly authenticated: boolean
  /** What went wrong when it was last fetched; null when nothing did. */
  readonly error: string | null
}
