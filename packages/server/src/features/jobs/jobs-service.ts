import type { JobCreate, JobDetail, RetryRequest } from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { createPgLineStore, createPgTaskStore } from '../../storage/pg-stores.ts'
import type { TaskRecord } from '../../storage/ports/task-record.ts'
import { defaultOptions, type JobSpec, sealSpec } from './job-spec.ts'
import { type JobRecord, jobStore, type RunRecord } from './job-store.ts'
import { readJob } from './jobs-read-model.ts'
import { loadChosen } from './plan-read-model.ts'
import { startRun } from './start-run.ts'

export interface JobsService {
  create(principal: Principal, request: JobCreate): Promise<JobDetail>
  enable(principal: Principal, publicId: string): Promise<JobDetail>
  disable(principal: Principal, publicId: string): Promise<JobDetail>
  cancel(principal: Principal, publicId: string): Promise<JobDetail>
  retry(principal: Principal, publicId: string, request: RetryRequest): Promise<JobDetail>
  /** Ends a run whose last task ended, and its on-demand job with it. Harmless to call at any time. */
  closeRun(subscriptionId: number, runId: number): Promise<void>
  /** Tasks that can no longer begin are timed out; tasks nobody verified for a day are Unknown. */
  sweep(subscriptionId: number): Promise<void>
}

export function createJobsService(ports: {
  database: Database
  clock: Clock
  random: Random
  deployment: string
  /** Told after COMMIT: whom to wake. */
  onWork: (subscriptionId: number, assetIds: readonly number[]) => void
}): JobsService {
  const { database, clock, random, deployment } = ports
  const now = (): Date => new Date(clock.nowMs())

  /** Locks the job, changes it, and reads it back as people see it. */
  async function change(
    principal: Principal,
    publicId: string,
    work: (trx: Trx, job: JobRecord) => Promise<readonly number[]>,
  ): Promise<JobDetail> {
    const { subscriptionId } = principal
    const done = await database.inSubscription(subscriptionId, async trx => {
      const job = await jobStore.lock(trx, publicId)
      if (job === null) throw new Problem('not_found')
      const assetIds = await work(trx, job)
      await announce(trx, subscriptionId, 'job', job.id)
      return { assetIds, detail: await readJob(trx, publicId) }
    })
    ports.onWork(subscriptionId, done.assetIds)
    if (done.detail === null) throw new Problem('not_found')
    return done.detail
  }

  async function start(
    trx: Trx,
    job: JobRecord,
    retry?: { assets: string[]; runId: number },
  ): Promise<readonly number[]> {
    const nowMs = clock.nowMs()
    await jobStore.setState(trx, job, 'enabled', now())
    const started = await startRun(trx, random, { job, deployment, nowMs, ...(retry ? { retry } : {}) })
    if (started.over) await jobStore.setState(trx, { ...job, state: 'enabled' }, 'completed', now())
    return started.assetIds
  }

  return {
    async create(principal, request) {
      const spec: JobSpec = {
        kind: 'deployment',
        platform: 'linux',
        assets: request.assets,
        patches: request.patches,
        schedule: { type: 'onDemand' },
        options: { ...defaultOptions, ...definedOf(request.options) },
      }
      const sealed = sealSpec(spec)
      const publicId = random.uuid()
      const { subscriptionId } = principal
      const done = await database.inSubscription(subscriptionId, async trx => {
        const chosen = await loadChosen(trx, spec.assets, spec.patches)
        const lost = chosen.unknownAssets[0] ?? chosen.unknownPatches[0]
        if (lost !== undefined) {
          const field = chosen.unknownAssets.length > 0 ? '/assets' : '/patches'
          throw new Problem('not_found', { field, detail: `${lost} does not exist` })
        }
        await jobStore.insert(trx, {
          publicId,
          name: request.name.normalize('NFC').trim(),
          state: 'disabled',
          ownerId: principal.personId,
          spec,
          specText: sealed.text,
          specDigest: sealed.digest,
          now: now(),
        })
        const job = (await jobStore.lock(trx, publicId)) as JobRecord
        const assetIds = request.enable === true ? await start(trx, job) : []
        await announce(trx, subscriptionId, 'job', job.id)
        return { assetIds, detail: await readJob(trx, publicId) }
      })
      ports.onWork(subscriptionId, done.assetIds)
      return done.detail as JobDetail
    },

    enable(principal, publicId) {
      return change(principal, publicId, async (trx, job) => {
        if (job.state !== 'disabled' && job.state !== 'draft') {
          throw new Problem('conflict', { detail: `the job is ${job.state}; what failed can be retried` })
        }
        return start(trx, job)
      })
    },

    disable(principal, publicId) {
      return change(principal, publicId, async (trx, job) => {
        const begun = await jobStore.listRuns(trx, job.id)
        if (job.state !== 'enabled' || begun.length > 0) {
          throw new Problem('conflict', {
            detail: 'only an enabled job whose run has not begun can be disabled; cancel it',
          })
        }
        await jobStore.setState(trx, job, 'disabled', now())
        return []
      })
    },

    cancel(principal, publicId) {
      return change(principal, publicId, async (trx, job) => {
        const runs = (await jobStore.listRuns(trx, job.id)).filter(
          run => run.state === 'active' || run.state === 'planned',
        )
        if (runs.length === 0) throw new Problem('conflict', { detail: 'no run of this job is under way' })
        const told: number[] = []
        for (const run of runs) told.push(...(await cancelRun(trx, run)))
        if (job.state === 'enabled') await jobStore.setState(trx, job, 'halted', now())
        return told
      })
    },

    retry(principal, publicId, request) {
      return change(principal, publicId, async (trx, job) => {
        const [last] = await jobStore.listRuns(trx, job.id)
        if (last === undefined) throw new Problem('conflict', { detail: 'the job has not run yet; enable it' })
        if (last.state === 'active') throw new Problem('conflict', { detail: 'the run is still under way' })
        const tasks = await createPgTaskStore(trx).listOfRun(last.id)
        const wanted = request.tasks === undefined ? null : new Set(request.tasks)
        const failed = tasks.filter(
          task => task.state !== 'succeeded' && (wanted === null || wanted.has(task.publicId)),
        )
        if (failed.length === 0) throw new Problem('conflict', { detail: 'nothing failed in the last run' })
        const assets = await publicIdsOf(trx, failed)
        return start(trx, job, { assets, runId: last.id })
      })
    },

    async closeRun(subscriptionId, runId) {
      await database.inSubscription(subscriptionId, async trx => {
        const run = await jobStore.lockRun(trx, runId)
        if (run === null || run.state !== 'active') return
        if ((await jobStore.countOpenTasks(trx, runId)) > 0) return
        const job = await jobStore.findJobOfRun(trx, run.jobId)
        await jobStore.setRunState(trx, run, job?.state === 'halted' ? 'cancelled' : 'done', now())
        if (job?.state === 'enabled') await jobStore.setState(trx, job, 'completed', now())
        await announce(trx, subscriptionId, 'job', run.jobId)
      })
    },

    async sweep(subscriptionId) {
      const touched = await database.inSubscription(subscriptionId, async trx => {
        const tasks = createPgTaskStore(trx)
        const overdue = await tasks.listOverdue(clock.nowMs(), 500)
        for (const task of overdue) await tasks.save(givenUp(task, clock.nowMs()))
        for (const task of overdue) await announce(trx, subscriptionId, 'task', task.assetId)
        return [...new Set(overdue.map(task => task.runId))]
      })
      for (const runId of touched) await this.closeRun(subscriptionId, runId)
    },
  }

  async function cancelRun(trx: Trx, run: RunRecord): Promise<number[]> {
    const tasks = createPgTaskStore(trx)
    const open = await tasks.listOpen(run.id)
    const nowMs = clock.nowMs()
    const told: number[] = []
    for (const task of open) {
      if (task.state === 'verifying') continue
      if (task.state === 'planned') await tasks.save(cancelled(task, nowMs))
      else {
        await tasks.save({ ...task, cancelAskedAtMs: nowMs, changedAtMs: nowMs })
        told.push(task.assetId)
      }
    }
    await createPgLineStore(trx).bumpWork(told)
    if (told.length === 0 && open.every(task => task.state === 'planned')) {
      await jobStore.setRunState(trx, run, 'cancelled', new Date(nowMs))
    }
    return told
  }
}

/** Whoever was never told cannot begin: it is cancelled for certain. */
function cancelled(task: TaskRecord, nowMs: number): TaskRecord {
  const items = task.items.map(item =>
    item.state === 'pending' ? { ...item, state: 'skipped' as const, reason: 'cancelled' } : item,
  )
  return { ...task, items, state: 'cancelled', reason: 'cancelled', changedAtMs: nowMs, endedAtMs: nowMs }
}

function givenUp(task: TaskRecord, nowMs: number): TaskRecord {
  const end = { changedAtMs: nowMs, endedAtMs: nowMs }
  if (task.state === 'verifying') return { ...task, ...end, state: 'unknown', reason: 'outcome_unknown' }
  if (task.cancelAskedAtMs !== null) return cancelled(task, nowMs)
  const items = task.items.map(item =>
    item.state === 'pending' ? { ...item, state: 'skipped' as const, reason: 'window_closed' } : item,
  )
  return { ...task, ...end, items, state: 'expired', reason: 'window_closed' }
}

async function publicIdsOf(trx: Trx, tasks: readonly TaskRecord[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('asset')
    .select('public_id')
    .where('asset_id', '=', sql<number>`any(${tasks.map(t => t.assetId)}::bigint[])`)
    .orderBy('asset_id')
    .execute()
  return rows.map(row => row.public_id)
}

async function announce(trx: Trx, subscriptionId: number, topic: string, id: number): Promise<void> {
  await sql`select pg_notify('patchyard_stream', ${`${subscriptionId} ${topic} ${id}`})`.execute(trx)
}

/** Options that were given; `undefined` members must not replace defaults. */
function definedOf(options: JobCreate['options']): Partial<JobSpec['options']> {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined))
}
