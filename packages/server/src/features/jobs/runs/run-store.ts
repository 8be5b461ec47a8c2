import type { AssetVerdict, RunState, SkipReason } from '@patchyard/domain'
import type { JobRecord, RunRecord } from '../job-store.ts'

/** What is to be done next for a run that is being planned, in this order. */
export const planStages = ['members', 'patches', 'tasks', 'tell'] as const
export type PlanStage = (typeof planStages)[number]

/** A run as the planner needs it. Unix ms. */
export interface PlannedRun extends RunRecord {
  /** `YYYY-MM-DDTHH:MM` of the schedule; null: somebody began it. */
  readonly nominal: string | null
  /** When the first and the last zone begin. */
  readonly firstMs: number
  readonly lastMs: number
  readonly stage: PlanStage | null
  /** Of the stage: assets up to this one are done. */
  readonly cursor: number
  /** Ids of patches that some asset of the run has or misses. */
  readonly found: readonly number[]
  /** The frozen list of patches ({@link FrozenPlan}), as text. */
  readonly plan: string | null
}

export interface NewDueRun {
  readonly publicId: string
  readonly jobId: number
  readonly specVersion: number
  readonly nominal: string | null
  readonly firstMs: number
  readonly lastMs: number
  /** When planning is to begin. */
  readonly planMs: number
  readonly retryOf: number | null
  readonly nowMs: number
}

export interface LeftOut {
  readonly kind: 'asset' | 'patch'
  readonly publicId: string
  readonly name: string
  readonly reason: SkipReason
  readonly detail: string
}

/** Runs while they are planned; all in the transaction of one step. */
export interface RunStore {
  /** Null: the run is there already. It is not begun to be planned. */
  insertDue(run: NewDueRun): Promise<number | null>
  lock(runId: number): Promise<PlannedRun | null>
  /** The job as it is, with the spec of the run's version. */
  findJob(run: RunRecord): Promise<JobRecord | null>
  saveStage(
    runId: number,
    next: { readonly stage: PlanStage | null; readonly cursor: number; readonly found?: readonly number[] },
  ): Promise<void>
  /** The frozen list, once. */
  freeze(runId: number, plan: { readonly text: string; readonly digest: string }): Promise<void>
  addMembers(runId: number, members: readonly AssetVerdict[]): Promise<void>
  /** Those that get a task: who takes part, and whom people chose by hand, so that it is seen why they do not. */
  listMembers(runId: number, after: number, limit: number): Promise<readonly number[]>
  leaveOut(runId: number, leftOut: readonly LeftOut[]): Promise<void>
  /** Along the table of states. `began`, `ended`: notes that moment. Throws TransitionError. */
  move(
    run: RunRecord,
    to: RunState,
    notes: {
      readonly beganMs?: number
      readonly endedMs?: number
      readonly reason?: SkipReason
      readonly detail?: string
    },
  ): Promise<void>
  /**
   * What has not begun will not begin: lines are locked, tasks that no agent was told of end as cancelled, the others are asked. Says
   * whose agents have to be told, and whether tasks are left open. The caller holds the run.
   */
  withdraw(
    runId: number,
    reason: SkipReason,
    nowMs: number,
  ): Promise<{ readonly told: readonly number[]; readonly open: boolean }>
  /** All but so many wait: they are offered to no agent until somebody lets them go on. */
  holdBack(runId: number, atOnce: number): Promise<void>
  /** Runs that never came to a task, with what is written of them. The caller holds the job, and nothing of it has begun. */
  forgetUnplanned(jobId: number): Promise<void>
  /** When the job runs next, up to when its runs were made, and when to look again. */
  schedule(
    jobId: number,
    next: {
      readonly nextMs: number | null
      readonly madeToMs: number
      readonly version: number
      readonly lookMs: number
    },
  ): Promise<void>
  /** Assets with something to do in the run that were not told, in order of their ids. */
  listToTell(runId: number, after: number, limit: number): Promise<readonly number[]>
}
