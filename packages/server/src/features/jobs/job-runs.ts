import {
  isRecurring,
  licencePermits,
  nextJobRun,
  type Random,
  type RunState,
  type SkipReason,
  type TimedSchedule,
} from '@patchyard/domain'
import { Problem } from '../../errors/problem.ts'
import { isOverdue, notBegunStates, type TaskRecord } from '../../storage/ports/task-record.ts'
import { cancelled, endedAt, withPendingSkipped } from './cancel-tasks-service.ts'
import type { JobRecord, RunRecord } from './job-store.ts'
import type { JobStores } from './job-stores.ts'
import { demandMayRun } from './runs/may-run.ts'
import { dueRun, startRun } from './start-run.ts'

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
  const recurs = job.spec.schedule !== null && isRecurring(job.spec.schedule)
  if (started.over && !recurs) await stores.jobs.setState({ ...job, state: 'enabled' }, 'completed', now)
  return started.assetIds
}

/**
 * On demand the job begins; else it waits for the clock from now on. Throws Problem `conflict` when the job ran already, or when its schedule
 * has no run to come.
 */
export async function enableJob(stores: JobStores, job: JobRecord, planning: Planning): Promise<readonly number[]> {
  const { schedule } = job.spec
  const isTimed = schedule !== null && schedule.type !== 'onDemand'
  if (job.state !== 'disabled' && !(isTimed && job.state === 'halted')) {
    throw new Problem('conflict', { detail: `the job is ${job.state}; what failed can be retried` })
  }
  if (isTimed) return awaitClock(stores, job, schedule, planning.nowMs)
  return job.spec.assets.tags.length > 0 ? beginLater(stores, job, planning) : startJob(stores, job, planning)
}

async function awaitClock(
  stores: JobStores,
  job: JobRecord,
  schedule: TimedSchedule,
  nowMs: number,
): Promise<readonly number[]> {
  await demandMayRun(stores, job, nowMs)
  const zones = schedule.zone === null ? await stores.plan.listZones(job.spec.assets) : []
  const next = nextJobRun(schedule, zones, nowMs)
  if (next === null) throw new Problem('conflict', { detail: 'the schedule has no run to come' })
  await stores.jobs.setState(job, 'enabled', new Date(nowMs))
  const { firstMs: nextMs } = next
  await stores.runs.schedule(job.id, { nextMs, madeToMs: nowMs, version: job.specVersion, lookMs: nowMs })
  return []
}

/** Tags can mean every asset that there is: the run is planned in steps, and begins when all of it is there. */
async function beginLater(stores: JobStores, job: JobRecord, planning: Planning): Promise<readonly number[]> {
  await dueRun(stores, planning.random, { job, ...planning })
  await stores.jobs.setState(job, 'enabled', new Date(planning.nowMs))
  return []
}

/**
 * Nothing of the job begins any more; a run of a recurring job that is under way goes on. Throws Problem `conflict` where the only run has
 * begun.
 */
export async function disableJob(stores: JobStores, job: JobRecord, nowMs: number): Promise<readonly number[]> {
  const { schedule } = job.spec
  const recurs = schedule !== null && isRecurring(schedule)
  const runs = await stores.jobs.listRuns(job.id)
  if (job.state !== 'enabled' || (!recurs && runs.some(run => !notBegun.has(run.state)))) {
    throw new Problem('conflict', { detail: 'only an enabled job whose run has not begun can be disabled; cancel it' })
  }
  const told: number[] = []
  for (const run of runs) {
    if (run.state === 'due' || run.state === 'planned')
      told.push(...(await cancelRun(stores, run, nowMs, 'job_disabled')))
  }
  await stores.jobs.setState(job, 'disabled', new Date(nowMs))
  return told
}

/** Before it is deleted. Throws Problem `conflict` for a job that ran, or whose hosts were told: what they say of it is kept. */
export async function forgetRuns(stores: JobStores, job: JobRecord): Promise<void> {
  await stores.runs.forgetUnplanned(job.id)
  if ((await stores.jobs.listRuns(job.id)).length > 0) {
    throw new Problem('conflict', { detail: 'the job ran, and its results are kept' })
  }
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

const openStates: ReadonlySet<RunState> = new Set(['due', 'planned', 'active'])
const notBegun: ReadonlySet<RunState> = new Set(['due', 'planned', 'cancelled'])

async function runsUnderWay(stores: JobStores, job: JobRecord): Promise<readonly RunRecord[]> {
  return (await stores.jobs.listRuns(job.id)).filter(run => openStates.has(run.state))
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
  const runs = await stores.jobs.listRuns(job.id)
  if (runs.some(run => run.state === 'active')) throw new Problem('conflict', { detail: 'the run is still under way' })
  // Runs that are to come are not what failed.
  const last = runs.find(run => !openStates.has(run.state))
  if (last === undefined) throw new Problem('conflict', { detail: 'the job has not run yet; enable it' })
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
  await stores.jobs.setRunState(run, job?.stopped === true ? 'cancelled' : 'done', now)
  if (job?.state === 'enabled' && !job.goesOn) await stores.jobs.setState(job, 'completed', now)
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

/** What has not begun of it will not begin; it is over when no agent has to be asked. */
export async function cancelRun(
  stores: JobStores,
  run: RunRecord,
  nowMs: number,
  reason: SkipReason,
): Promise<readonly number[]> {
  // Before its tasks: a step of its planning may be writing some at this moment.
  const locked = await stores.runs.lock(run.id)
  if (locked === null || !openStates.has(locked.state)) return []
  const { told, open } = await stores.runs.withdraw(run.id, reason, nowMs)
  // Where nothing has begun it is over, whatever agents that were told have still to say: the changed job may have a run of the same time.
  if (!open || locked.state !== 'active') await stores.runs.move(locked, 'cancelled', { endedMs: nowMs, reason })
  return told
}

function givenUp(task: TaskRecord, nowMs: number): TaskRecord {
  if (!notBegunStates.includes(task.state)) {
    return { ...task, ...endedAt(nowMs), state: 'unknown', reason: 'outcome_unknown' }
  }
  if (task.cancelAskedAtMs !== null) return cancelled(task, nowMs)
  return { ...withPendingSkipped(task, 'window_closed'), state: 'expired', reason: 'window_closed', ...endedAt(nowMs) }
}
