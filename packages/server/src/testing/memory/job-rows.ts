import type { JobRecord, LeftOutRecord, RunRecord } from '../../features/jobs/job-store.ts'
import type { PlanStage } from '../../features/jobs/runs/run-store.ts'

export type JobRow = JobRecord

export interface RunRow extends RunRecord {
  readonly nominalMs: number
  readonly nominal: string | null
  readonly lastMs: number
  readonly stage: PlanStage | null
  readonly cursor: number
  readonly found: readonly number[]
  readonly plan: string | null
  readonly reason: string | null
  readonly retryOf: number | null
  readonly planDigest: string | null
  readonly startedMs: number | null
  readonly endedMs: number | null
}

export interface LeftOutRow extends LeftOutRecord {
  readonly runId: number
}
