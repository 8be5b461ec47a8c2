import type {
  ActOptions,
  AcceptedPlan,
  AlreadyInstalled,
  InstallOutcome,
  PackageId,
  PlanItem,
  PlannedPackage,
  RefusedPlan,
} from './package-manager.ts'

/**
 * Back to earlier versions (feature K2, docs/rollback.md). Rules that every provider keeps:
 * - only versions that this host itself kept, or that a repository offers which it authenticates (decisions §3.3);
 * - a plan that would remove a package that was not brought by the item is refused with the names;
 * - packages that came with the item go only when nothing needs them and they are as they came, otherwise they stay and that is said;
 * - nothing is touched that was not part of the item.
 */
export interface RollbackRunner {
  /**
   * Obtains the packages that an accepted plan replaces and writes its rollback point, before it is installed. Never throws, and never keeps
   * an installation from being done: what cannot be kept is a point of one way.
   */
  keep(plan: AcceptedPlan, options: ActOptions): Promise<KeepOutcome>
  /** Points whose packages are still as their item left them. */
  rollbackPoints(): Promise<readonly RollbackPoint[]>
  /** What the engine would do to go back now; `from` is what is installed, `to` the earlier version. Changes nothing. */
  simulateRollback(item: PlanItem, options: RollbackOptions): Promise<SimulatedRollback>
  /** Simulates again, refuses when the answer changed, goes back, and reads from the database what came of it. Never throws. */
  rollback(plan: AcceptedRollback, options: ActOptions): Promise<RollbackOutcome>
}

export interface RollbackOptions {
  readonly timeoutMs: number
  /** Local configuration of the agent, as for installations. */
  readonly allowUnauthenticated: boolean
  readonly signal?: AbortSignal
}

export type OneWayCode =
  /** No repository offers the installed version any more, and it is in no cache. */
  | 'earlier_gone'
  /** Only a repository that this host does not authenticate offers it. */
  | 'unauthenticated'
  /** The earlier kernel stays installed beside the new one: one boots it, one does not go back to it. */
  | 'kernel'
  /** The package manager or what it stands on. */
  | 'package_manager'
  /** A package whose makers say that its data or the machine's firmware cannot go back. */
  | 'one_way_package'
  /** A script of the installed version speaks of downgrades. */
  | 'maintainer_script'
  /** More than the store may hold, or the disk has no room. */
  | 'no_room'
  /** This process has no store. */
  | 'no_store'
  /** The earlier package could not be fetched, or is not what it should be. */
  | 'not_kept'

export interface OneWayReason {
  readonly code: OneWayCode
  /** `name:arch`, null when it is the plan as a whole. */
  readonly package: string | null
  /** One printable English sentence, at most 200 bytes. */
  readonly detail: string
}

export interface WayBackVerdict {
  readonly reversible: boolean
  /** Empty when reversible. */
  readonly reasons: readonly OneWayReason[]
}

export interface RollbackPoint {
  readonly patch: string
  readonly madeMs: number
  readonly verdict: WayBackVerdict
  /** What the item changed. `earlier` was installed before it, `now` is what it installed. */
  readonly changes: readonly KeptChange[]
  /** What came with it and was not there before. */
  readonly additions: readonly (PackageId & { readonly version: string })[]
}

export interface KeptChange extends PackageId {
  readonly earlier: string
  readonly now: string
  /** Null in a point of one way. */
  readonly file: { readonly sha256: string; readonly bytes: number } | null
}

export interface KeepOutcome {
  readonly verdict: WayBackVerdict
  /** Bytes of the files that were kept. */
  readonly bytes: number
  /** Patches whose points had to make room. */
  readonly dropped: readonly string[]
}

export type SimulatedRollback = AcceptedRollback | AlreadyInstalled | RefusedPlan

export interface AcceptedRollback {
  readonly verdict: 'accepted'
  readonly patch: string
  readonly changes: readonly PlannedPackage[]
  /** Packages of the item that are at the earlier version. */
  readonly alreadyThere: readonly PlannedPackage[]
  /** Packages that came with the item and go with it. */
  readonly removals: readonly (PackageId & { readonly version: string })[]
  /** Packages that came with the item and stay. */
  readonly left: readonly LeftBehind[]
  readonly options: RollbackOptions
}

export interface LeftBehind extends PackageId {
  readonly why: string
}

export interface RollbackOutcome extends InstallOutcome {
  /** By the database afterwards. */
  readonly removed: readonly PackageId[]
  readonly left: readonly LeftBehind[]
}
