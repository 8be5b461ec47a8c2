import type { DryRunner } from './dry-run.ts'
import type { RollbackRunner, WayBackVerdict } from './rollback.ts'
import type { ProviderId, ScanResult } from './scan-result.ts'

/**
 * The host's own package manager. Rules that every provider keeps:
 * - names, architectures and versions pass a strict grammar and must be known to the engine before they reach its arguments;
 * - architectures may come as the engine's own (`amd64`) or under the common name (`x86_64`); answers repeat what was asked;
 * - what is installed is read from the package database afterwards, never from an exit code;
 * - an installation never removes or downgrades anything; a rollback does it with what its item brought, and with nothing else.
 */
export interface PackageManager extends RollbackRunner, DryRunner {
  readonly id: ProviderId
  /** Never throws for what a host can look like: a failing engine is `status: 'failed'` with problems. */
  scan(options: ScanOptions): Promise<ScanResult>
  /** What the engine would do for this item now, judged by the rules; changes nothing. */
  simulate(item: PlanItem, options: PlanOptions): Promise<SimulatedPlan>
  /** Fetches the packages of an accepted plan into the engine's cache; installs nothing. */
  download(plan: AcceptedPlan, options: ActOptions): Promise<DownloadOutcome>
  /** Takes files of `DownloadOutcome.fetched` out of the cache. Absent: the engine empties it by itself. */
  forgetFetched?(files: readonly string[]): Promise<void>
  /** Simulates again, refuses when the answer changed, then installs from the cache only. Looks at the database before and after. */
  install(plan: AcceptedPlan, options: ActOptions): Promise<InstallOutcome>
  /** Versions in the package database of these packages, one entry each in the order asked, several versions for multi-version packages. */
  installedVersions(packages: readonly PackageId[]): Promise<readonly InstalledVersions[]>
  /** State of the package database: is an interrupted run to be finished? */
  audit(): Promise<AuditResult>
  /** Finishes what an interrupted run left (`dpkg --configure -a`; rpm has nothing of the kind), then audits. */
  repair(options: ActOptions): Promise<AuditResult>
  /** Who holds a lock that the engine needs; null when free. */
  whoHoldsLock(): Promise<LockHolder | null>
  /**
   * Waits until the locks are free; asks every 2 s. Never removes a lock.
   * @throws PackageManagerError `E_LOCK_HELD` after `lockWaitMs`.
   */
  waitForLock(options: LockWait): Promise<void>
}

export interface LockWait {
  readonly lockWaitMs: number
  /** Called at once and whenever the holder changes: the reason that people see. */
  readonly onWait?: (holder: LockHolder) => void
  readonly signal?: AbortSignal
}

export interface LockHolder {
  readonly path: string
  /** Null when the kernel does not say, as in another pid namespace. */
  readonly pid: number | null
  /** Name of the process as the kernel has it, cut to printable text. */
  readonly program: string | null
}

export interface ScanOptions extends LockWait {
  /** Fetch the repository lists first. */
  readonly refresh: boolean
  readonly refreshTimeoutMs: number
  /** For each run of the engine. */
  readonly timeoutMs: number
}

/** One item of a task (agent-protocol §7.3). */
export interface PlanItem {
  readonly patch: string
  readonly packages: readonly PlannedPackage[]
}

export interface PackageId {
  readonly name: string
  readonly arch: string
}

export interface PlannedPackage extends PackageId {
  /** Null: new dependency of another package of the item. */
  readonly from: string | null
  readonly to: string
}

export interface InstalledVersions extends PackageId {
  /** Empty when not installed; more than one only for packages that may be there several times (rpm kernels). */
  readonly versions: readonly string[]
  /** False when any of them is not fully configured. */
  readonly configured: boolean
}

export interface PlanOptions {
  readonly timeoutMs: number
  /** Local configuration of the agent (decisions §3.11), never the server's wish. */
  readonly allowUnauthenticated: boolean
  /** When a planned version is no longer offered (decisions §3.6). */
  readonly whenGone: 'newest' | 'skip'
  /** Additions that the last scan's simulated closure listed, `name:arch` (decisions §3.5). */
  readonly knownAdditions: readonly PackageId[]
  /** Also tell whether the plan could be undone; costs a look at repositories and scripts. Default: no. */
  readonly wayBack?: boolean
  readonly signal?: AbortSignal
}

export interface ActOptions extends LockWait {
  readonly timeoutMs: number
  /** Name of the transient scope, `[a-z0-9-]{1,64}`; null: none. */
  readonly scopeName: string | null
  /** For downloads; null or absent: no limit. A provider whose engine has no such limit says so in the log of the download. */
  readonly rateKBs?: number | null
  readonly onProgress?: (progress: ActProgress) => void
}

export interface ActProgress {
  readonly done: number
  readonly total: number
  /** What the engine is doing, one printable line. */
  readonly text: string
}

export type SimulatedPlan = AcceptedPlan | AlreadyInstalled | RefusedPlan

export interface AcceptedPlan {
  readonly verdict: 'accepted'
  readonly patch: string
  /** Exactly these will be passed to the engine. */
  readonly changes: readonly PlannedPackage[]
  /** What the engine adds on top, allowed by the rule of decisions §3.5. */
  readonly additions: readonly PlannedPackage[]
  /** Packages of the item that are at the planned version or above. */
  readonly alreadyThere: readonly PlannedPackage[]
  /** Planned versions that are gone and what is taken in their place. */
  readonly replaced: readonly {
    readonly name: string
    readonly arch: string
    readonly planned: string
    readonly to: string
  }[]
  readonly downloadBytes: number | null
  /** More room that the packages take once unpacked; absent or null where the engine does not say in the same breath. */
  readonly growthBytes?: number | null
  /** Absent: not asked for. */
  readonly wayBack?: WayBackVerdict
  readonly options: PlanOptions
}

/** Every package of the item is at its planned version or above. */
export interface AlreadyInstalled {
  readonly verdict: 'alreadyInstalled'
  readonly patch: string
  readonly alreadyThere: readonly PlannedPackage[]
}

export interface RefusedPlan {
  readonly verdict: 'refused'
  readonly patch: string
  readonly refusals: readonly Refusal[]
}

export type RefusalCode =
  /** A name, architecture or version breaks the grammar; nothing was asked of the engine. */
  | 'invalid_name'
  /** The package database does not know the package. */
  | 'not_installed'
  /** What is installed is below `from`, or is there though it was planned as new. */
  | 'changed_since'
  /** No repository offers the version (any more). */
  | 'not_offered'
  /** Only a repository that the host does not authenticate offers it. */
  | 'unauthenticated'
  /** The version is not above the installed one. */
  | 'not_newer'
  /** The administrator holds the package. */
  | 'held'
  | 'would_remove'
  | 'would_downgrade'
  /** The engine would add or change a package that neither plan nor closure nor origin covers. */
  | 'would_add'
  /** The engine's plan lacks a planned package. */
  | 'would_not_install'
  /** The engine cannot make a plan. */
  | 'no_plan'
  /** The database has unfinished work that could not be finished. */
  | 'database_broken'

export interface Refusal {
  readonly code: RefusalCode
  /** `name:arch` of the package concerned, null when it is the plan as a whole. */
  readonly package: string | null
  /** One printable English sentence, at most 200 bytes. */
  readonly detail: string
}

export interface DownloadOutcome {
  readonly ok: boolean
  /** Head and tail of what the engine printed. */
  readonly log: string
  readonly exitCode: number | null
  readonly failure: ActFailure | null
  /** Files that this download brought into the engine's cache and that the engine itself never takes out. Absent: none. */
  readonly fetched?: readonly string[]
}

export interface InstallOutcome {
  /**
   * `installed`: every package of plan and additions is there and configured. `partial`: some are. `failed`: none changed, or none is usable.
   * `unknown`: the database could not be read afterwards.
   */
  readonly outcome: 'installed' | 'partial' | 'failed' | 'unknown'
  readonly packages: readonly PackageOutcome[]
  readonly audit: AuditResult
  readonly exitCode: number | null
  readonly log: string
  readonly failure: ActFailure | null
  /** Whether the engine ran in the transient scope. */
  readonly scoped: boolean
}

export interface PackageOutcome extends PackageId {
  readonly before: string | null
  readonly planned: string
  readonly after: string | null
  readonly state: 'installed' | 'broken' | 'unchanged' | 'other'
  /** What the engine said of this package, one printable line. */
  readonly detail: string | null
}

export type ActFailureCode =
  | 'refused'
  | 'download_failed'
  | 'disk_full'
  | 'lock_held'
  | 'timed_out'
  | 'aborted'
  | 'maintainer_script'
  | 'engine_failed'
  | 'database_broken'

export interface ActFailure {
  readonly code: ActFailureCode
  readonly detail: string
  readonly refusals: readonly Refusal[]
}

export interface AuditResult {
  readonly clean: boolean
  /** Packages that are not in a finished state, with what the engine says of each. */
  readonly problems: readonly { readonly package: string | null; readonly detail: string }[]
}

export type PackageManagerErrorCode = 'E_LOCK_HELD' | 'E_ENGINE_FAILED' | 'E_ENGINE_OUTPUT'

export class PackageManagerError extends Error {
  readonly code: PackageManagerErrorCode

  constructor(code: PackageManagerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PackageManagerError'
    this.code = code
  }
}
