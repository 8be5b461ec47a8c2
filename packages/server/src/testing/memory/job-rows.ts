import type { JobRecord, LeftOutRecord, RunRecord } from '../../features/jobs/job-store.ts'

export type JobRow = JobRecord

export interface RunRow extends RunRecord {
  readonly nominalMs: number
  readonly retryOf: number | null
  readonly planDigest: string | null
  readonly startedMs: number | null
  readonly endedMs: number | null
}

export interface LeftOutRow extends LeftOutRecord {
  readonly runId: number
}
