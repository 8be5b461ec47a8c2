import type { JobDefinition, JobState, RunState } from '@patchyard/domain'

/** Why a job is in its state when no person put it there. */
export type JobStateReason = 'licence_ended' | 'emergency_stop'

export interface JobRecord {
  readonly id: number
  readonly publicId: string
  readonly name: string
  readonly state: JobState
  readonly specVersion: number
  /** null: an advisory that belongs to nobody yet. */
  readonly ownerId: number | null
  readonly spec: JobDefinition
  readonly specDigest: string
}

export interface RunRecord {
  readonly id: number
  readonly publicId: string
  readonly jobId: number
  readonly specVersion: number
  readonly state: RunState
}

/** A job when one of its runs ends. */
export interface JobOfRun extends Pick<JobRecord, 'id' | 'state' | 'publicId'> {
  /** Somebody or something stopped it, and with it its runs. */
  readonly stopped: boolean
  /** Further runs are to come, or are there. */
  readonly goesOn: boolean
}

export interface LeftOutRecord {
  readonly kind: 'asset' | 'patch'
  readonly publicId: string
  readonly name: string
  readonly reason: string
}

export interface NewJob {
  readonly publicId: string
  readonly name: string
  readonly state: JobState
  readonly ownerId: number | null
  readonly authorId: number
  readonly spec: JobDefinition
  readonly specText: string
  readonly specDigest: string
  readonly now: Date
}

export interface NewRun {
  readonly publicId: string
  readonly jobId: number
  readonly specVersion: number
  readonly nominalAt: Date
  readonly retryOf: number | null
}

export interface SavedPlan {
  readonly text: string
  readonly digest: string
  readonly state: RunState
  readonly now: Date
  readonly leftOut: readonly LeftOutRecord[]
}

/** Writes of jobs and runs. States move only along their tables, guarded by the old state. */
export interface JobStore {
  insert(job: NewJob): Promise<number>
  /** The job with its current spec, locked: two people pressing Enable at once make one run. */
  lock(publicId: string): Promise<JobRecord | null>
  /** `why`: no person did it. It and the state before are kept until the next change. Throws TransitionError. */
  setState(job: Pick<JobRecord, 'id' | 'state'>, to: JobState, now: Date, why?: JobStateReason): Promise<void>
  /** Public ids. */
  listEnabled(): Promise<readonly string[]>
  /** Unique by job version and nominal time: the same occurrence is never planned twice. */
  insertRun(run: NewRun): Promise<number>
  savePlan(runId: number, plan: SavedPlan): Promise<void>
  /** Without a lock. */
  findRun(runId: number): Promise<RunRecord | null>
  lockRun(runId: number): Promise<RunRecord | null>
  /** Newest first. */
  listRuns(jobId: number): Promise<readonly RunRecord[]>
  /** Throws TransitionError. */
  setRunState(run: RunRecord, to: RunState, endedAt: Date | null): Promise<void>
  countOpenTasks(runId: number): Promise<number>
  /** Runs still open although no task of theirs is: the process that should have closed them died, or could not. */
  listRunsOver(limit: number): Promise<readonly number[]>
  /** Locked. */
  findJobOfRun(jobId: number): Promise<JobOfRun | null>
}
