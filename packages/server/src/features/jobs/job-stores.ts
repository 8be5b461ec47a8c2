import type { LineStore } from '../../storage/ports/line-store.ts'
import type { TaskStore } from '../../storage/ports/task-store.ts'
import type { JobStore } from './job-store.ts'
import type { Chosen } from './plan-read-model.ts'

/**
 * Everything that planning, cancelling and ending runs touches, in one transaction of one subscription. Lines are locked
 * before tasks, as the agents' door does: the other order deadlocks with it.
 */
export interface JobStores {
  readonly jobs: JobStore
  readonly tasks: TaskStore
  readonly lines: LineStore
  /** What the planner looks at, for the chosen public ids, in the order chosen. */
  loadChosen(assetIds: readonly string[], patchIds: readonly string[]): Promise<Chosen>
  publicIdsOf(assetIds: readonly number[]): Promise<readonly string[]>
  /** Told to pages when the transaction commits. */
  announce(topic: 'job' | 'task', id: number): Promise<void>
}
