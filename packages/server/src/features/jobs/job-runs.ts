import { licencePermits, type Random, type SkipReason } from '@patchyard/domain'
import { Problem } from '../../errors/problem.ts'
import { isOverdue, notBegunStates, type TaskRecord } from '../../storage/ports/task-record.ts'
import { cancelled, cancelTasks, endedAt, withPendingSkipped } from './cancel-tasks-service.ts'
import type { JobRecord, RunRecord } from './job-store.ts'
import type { JobStores } from './job-stores.ts'
import { startRun } from './start-run.ts'

// What happens to runs, over the ports of one transaction; PostgreSQL and the simulator's twin stand behind them. Each
// returns the assets whose agents are to be woken after COMMIT.

export interface Planning {
  readonly random: Random
  readonly deployment: string
  readonly nowMs: number
}

const OVERDUE_AT_ONCE = 500

export async function startJob(
  stores: JobStores,
  job: JobRecord,
  { random, deployment, nowMs }: Planning,
  retry?: { readonly assets: readonly string[]; readonly runId: number },
): Promise<readonly number[]> {
  const now = new Date(nowMs)
  const started = await startRun(stores, random, { job, deployment, nowMs, ...(retry ? { retry } : {}) })
  await stores.jobs.setState(job, 'enabled', now)
  if (started.over) await stores.jobs.setState({ ...job, state: 'enabled' }, 'completed', now)
  return started.assetIds
}

/** Throws Problem `conflict` when the job ran already. */
export async function enableJob(stores: JobStores, job: JobRecord, planning: Planning): Promise<readonly number[]> {
  if (job.state !== 'disabled') {
    throw new Problem('conflict', { detail: `the job is ${job.state}; what failed can be retried` })
  }
  return startJob(stores, job, planning)
}

/** Throws Problem `conflict` when no run is under way. */
export async function cancelJob(stores: JobStores, job: JobRecord, nowMs: number): Promise<readonly number[]> {
  const runs = await runsUnderWay(stores, job)
  if (runs.length === 0) throw new Problem('conflict', { detail: 'no run of this job is under way' })
  const told: number[] = []
  for (const run of runs) told.push(...(await cancelRun(stores, run, nowMs, 'cancelled')))
  if (job.state === 'enabled') await stores.jobs.setState(job, 'halted', new Date(nowMs))
  return told
}

/**
 * The licence ended: nothing of the job begins any more, and it is Disabled with that reason until somebody enables it
 * again. A job that is not enabled, or a licence that is back, is left as it is.
 */
export async function disableForLicence(stores: JobStores, job: JobRecord, nowMs: number): Promise<readonly number[]> {
  if (job.state !== 'enabled' || licencePermits(await stores.licence(nowMs))) return []
  const told: number[] = []
  for (const run of await runsUnderWay(stores, job)) {
    told.push(...(await cancelRun(stores, run, nowMs, 'licence_ended')))
  }
  await stores.jobs.setState(job, 'disabled', new Date(nowMs), 'licence_ended')
  return told
}

async function runsUnderWay(stores: JobStores, job: JobRecord): Promise<readonly RunRecord[]> {
  return (await stores.jobs.listRuns(job.id)).filter(run => run.state === 'active' || run.state === 'planned')
}

/**
 * `tasks`: only these of the last run. Throws Problem `conflict` when there is nothing to retry, or not yet, `not_found` when the
 * last run has no such task: all of them or none.
 */
export async function retryJob(
  stores: JobStores,
  job: JobRecord,
  planning: Planning,
  tasks?: readonly string[],
): Promise<readonly number[]> {
  const [last] = await stores.jobs.listRuns(job.id)
  if (last === undefined) throw new Problem('conflict', { detail: 'the job has not run yet; enable it' })
  if (last.state === 'active') throw new Problem('conflict', { detail: 'the run is still under way' })
  const ofRun = await stores.tasks.listOfRun(last.id)
  const known = new Set(ofRun.map(task => task.publicId))
  const lost = tasks?.find(id => !known.has(id))
  if (lost !== undefined) throw new Problem('not_found', { field: '/tasks', detail: `${lost} does not exist` })
  const wanted = tasks === undefined ? null : new Set(tasks)
  const failed = ofRun.filter(task => task.state !== 'succeeded' && (wanted === null || wanted.has(task.publicId)))
  if (failed.length === 0) throw new Problem('conflict', { detail: 'nothing failed in the last run' })
  const assets = await stores.publicIdsOf(failed.map(task => task.assetId))
  return startJob(stores, job, planning, { assets, runId: last.id })
}

/** Ends a run whose last task ended, and its on-demand job with it. Harmless to call at any time. */
export async function closeRun(stores: JobStores, runId: number, nowMs: number): Promise<void> {
  // The job first, as everybody who changes one does: cancelling locks the job and then its runs.
  const seen = await stores.jobs.findRun(runId)
  if (seen === null || seen.state !== 'active') return
  const job = await stores.jobs.findJobOfRun(seen.jobId)
  const run = await stores.jobs.lockRun(runId)
  if (run === null || run.state !== 'active') return
  if ((await stores.jobs.countOpenTasks(runId)) > 0) return
  const now = new Date(nowMs)
  await stores.jobs.setRunState(run, job?.state === 'halted' || job?.state === 'disabled' ? 'cancelled' : 'done', now)
  if (job?.state === 'enabled') await stores.jobs.setState(job, 'completed', now)
  await stores.announce('job', run.jobId)
}

/**
 * Tasks that can no longer begin are timed out; tasks that fell silent or that nobody verified for a day are Unknown. What was found without a lock
 * is looked at again under the agent's line: an event that proves the opposite may be on its way in. Returns the runs.
 */
export async function sweepTasks(stores: JobStores, nowMs: number): Promise<readonly number[]> {
  const found = await stores.tasks.listOverdue(nowMs, OVERDUE_AT_ONCE)
  await stores.lines.bumpWork(found.map(task => task.assetId))
  const touched = new Set(await stores.jobs.listRunsOver(OVERDUE_AT_ONCE))
  for (const { assetId, publicId } of found) {
    const task = await stores.tasks.lock(assetId, publicId)
    if (task === null || !isOverdue(task, nowMs)) continue
    await stores.tasks.save(givenUp(task, nowMs))
    await stores.announce('task', assetId)
    touched.add(task.runId)
  }
  return [...touched]
}

/** The lines are locked first: what is still planned after that cannot be on its way to an agent. */
async function cancelRun(
  stores: JobStores,
  run: RunRecord,
  nowMs: number,
  reason: SkipReason,
): Promise<readonly number[]> {
  const all = await stores.tasks.listOfRun(run.id)
  await stores.lines.bumpWork(all.filter(task => task.endedAtMs === null).map(task => task.assetId))
  const open = await stores.tasks.listOpen(run.id)
  const { told } = await cancelTasks(stores, open, nowMs, reason)
  if (told.length === 0 && open.every(task => task.state === 'planned')) {
    await stores.jobs.setRunState(run, 'cancelled', new Date(nowMs))
  }
  return told
}

function givenUp(task: TaskRecord, nowMs: number): TaskRecord {
  if (!notBegunStates.includes(task.state)) {
    return { ...task, ...endedAt(nowMs), state: 'unknown', reason: 'outcome_unknown' }
  }
  if (task.cancelAskedAtMs !== null) return cancelled(task, nowMs)
  return { ...withPendingSkipped(task, 'window_closed'), state: 'expired', reason: 'window_closed', ...endedAt(nowMs) }
}
