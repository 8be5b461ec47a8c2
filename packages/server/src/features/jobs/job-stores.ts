import type { LicenceKind, SkipReason } from '@patchyard/domain'
import type { LineStore } from '../../storage/ports/line-store.ts'
import type { TaskStore } from '../../storage/ports/task-store.ts'
import type { JobStore } from './job-store.ts'
import type { Chosen, PlannedFor } from './plan-read-model.ts'
import type { PlanStore } from './runs/plan-store.ts'
import type { RunStore } from './runs/run-store.ts'

export interface UntargetedAsset {
  readonly assetId: number
  readonly reason: SkipReason
}

/**
 * Everything that planning, cancelling and ending runs touches, in one transaction of one subscription. Lines are locked
 * before tasks, as the agents' door does: the other order deadlocks with it.
 */
export interface JobStores {
  readonly jobs: JobStore
  readonly tasks: TaskStore
  readonly lines: LineStore
  readonly runs: RunStore
  readonly plan: PlanStore
  /** What the planner looks at, for the chosen public ids, in the order chosen. */
  loadChosen(assetIds: readonly string[], patchIds: readonly string[], planned: PlannedFor): Promise<Chosen>
  /** What the licence counts as now. Until the end of the transaction nobody gains or loses one. */
  licence(nowMs: number): Promise<LicenceKind>
  /**
   * Whether the operator suspended the subscription. Not held until the end of the transaction: what is planned at the moment of
   * suspending is offered to no agent either (`TaskStore.listOffered`).
   */
  isSuspended(): Promise<boolean>
  /** Assets that nothing may be done to, and that have tasks which were not begun; by id. */
  listUntargeted(nowMs: number, limit: number): Promise<readonly UntargetedAsset[]>
  /** Disabled, removed, no member of the subscription any more, or without a role that may own jobs: nothing begins in this person's name. */
  isGone(personId: number): Promise<boolean>
  publicIdsOf(assetIds: readonly number[]): Promise<readonly string[]>
  /** Told to pages when the transaction commits. */
  announce(topic: 'job' | 'task', id: number): Promise<void>
}
