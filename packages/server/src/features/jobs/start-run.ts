import { type AssetChoice, noAssets, type Random } from '@patchyard/domain'
import type { JobRecord } from './job-store.ts'
import type { JobStores } from './job-stores.ts'
import { demandMayRun } from './runs/may-run.ts'
import { planStep } from './runs/plan-steps.ts'

export interface StartRunInput {
  readonly job: JobRecord
  readonly deployment: string
  readonly nowMs: number
  /** A retry: only these assets of the spec, and the run they failed in. */
  readonly retry?: { readonly assets: readonly string[]; readonly runId: number }
}

export interface StartedRun {
  readonly runId: number
  /** Assets that were given a task to do. */
  readonly assetIds: readonly number[]
  /** Nothing was sent to anybody: the run is over. */
  readonly over: boolean
}

/**
 * Plans one run and writes its tasks, all in the caller's transaction: a run is whole or not there. For assets that were chosen one by one;
 * those that tags bring are too many for that ({@link dueRun}). Whoever begins one meets the same refusals. Throws Problem
 * `subscription_suspended`, `licence_needed`, or `conflict` when the job has no owner who is there.
 */
export async function startRun(stores: JobStores, random: Random, input: StartRunInput): Promise<StartedRun> {
  const runId = await dueRun(stores, random, input)
  const { deployment, nowMs, retry } = input
  const choice: AssetChoice | undefined = retry === undefined ? undefined : { ...noAssets, include: retry.assets }
  const told: number[] = []
  for (;;) {
    const step = await planStep(
      { stores, random, deployment, nowMs, ...(choice === undefined ? {} : { choice }) },
      runId,
    )
    told.push(...step.told)
    if (step.done) break
  }
  return { runId, assetIds: told, over: (await stores.jobs.findRun(runId))?.state !== 'active' }
}

/** A run that is to be planned now, step by step, by whoever comes first. Throws as {@link startRun} does. */
export async function dueRun(stores: JobStores, random: Random, input: StartRunInput): Promise<number> {
  const { job, nowMs } = input
  await demandMayRun(stores, job, nowMs)
  const runId = await stores.runs.insertDue({
    publicId: random.uuid(),
    jobId: job.id,
    specVersion: job.specVersion,
    nominal: null,
    firstMs: nowMs,
    lastMs: nowMs,
    planMs: nowMs,
    retryOf: input.retry?.runId ?? null,
    nowMs,
  })
  if (runId === null) throw new Error('this run is planned already')
  return runId
}
