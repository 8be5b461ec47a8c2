import type { JobChange, JobDetail, RetryRequest } from '@patchyard/api'
import type { Clock, JobObjects, Random } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { refuseUnless } from '../../http/refuse-unless.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { cancelUntargeted } from './cancel-tasks-service.ts'
import { jobVerbs } from './definition/job-verbs.ts'
import { closeRun, disableForLicence, retryJob, sweepTasks } from './job-runs.ts'
import type { JobRecord } from './job-store.ts'
import type { JobStores } from './job-stores.ts'
import { jobPeopleStore } from './job-people-store.ts'
import { openJob } from './job-access-read-model.ts'
import { readJob } from './jobs-read-model.ts'
import { createPgJobStores } from './pg-job-stores.ts'

export interface JobsService {
  /** Each answers `not_found` for a job whose row is not seen, and `forbidden` with the reason for what `decide` denies. */
  read(principal: Principal, publicId: string): Promise<JobDetail>
  /** Throws Problem `conflict` when the name is no longer what `was` says. */
  rename(principal: Principal, publicId: string, change: JobChange): Promise<JobDetail>
  /** Throws Problem `conflict` for a job that ran: its results are kept. */
  remove(principal: Principal, publicId: string): Promise<void>
  enable(principal: Principal, publicId: string): Promise<JobDetail>
  disable(principal: Principal, publicId: string): Promise<JobDetail>
  cancel(principal: Principal, publicId: string): Promise<JobDetail>
  retry(principal: Principal, publicId: string, request: RetryRequest): Promise<JobDetail>
  /** Ends a run whose last task ended, and its on-demand job with it. Harmless to call at any time. */
  closeRun(subscriptionId: number, runId: number): Promise<void>
  /** The licence of the subscription ended: enabled jobs become Disabled, with the reason, and nothing of them begins. */
  licenceEnded(subscriptionId: number): Promise<void>
  /** Assets that nothing may be done to any more keep no task that was not begun. */
  cancelUntargeted(subscriptionId: number): Promise<void>
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
  /** Who is licensed is worked out before anything is planned. */
  settleLicences: (subscriptionId: number) => Promise<void>
}): JobsService {
  const { database, clock, random, deployment } = ports
  const now = (): Date => new Date(clock.nowMs())
  const planning = () => ({ random, deployment, nowMs: clock.nowMs() })

  type Change = Exclude<keyof JobObjects, 'job.changeOwner' | 'job.clone' | 'job.view'>

  /** Locks the job, lets nobody through who may not, changes it, and reads it back as the speaker sees it. */
  async function change(
    principal: Principal,
    publicId: string,
    { action, verb, after }: { readonly action: Change; readonly verb: string; readonly after?: { name: string } },
    work: (stores: JobStores, job: JobRecord, trx: Trx) => Promise<readonly number[]>,
  ): Promise<JobDetail> {
    const { subscriptionId } = principal
    const done = await database.inSubscription(subscriptionId, async trx => {
      const stores = createPgJobStores(trx, subscriptionId)
      const job = await stores.jobs.lock(publicId)
      if (job === null) throw new Problem('not_found')
      refuseUnless(principal, action, await openJob(trx, principal, publicId))
      const assetIds = await work(stores, job, trx)
      await writeAudit(trx, {
        principal,
        action: `job.${verb}`,
        object: `job:${publicId}`,
        ...(after === undefined ? {} : { detail: { before: { name: job.name }, after } }),
        nowMs: clock.nowMs(),
      })
      await stores.announce('job', job.id)
      return { assetIds, detail: await readJob(trx, principal, publicId, clock.nowMs()) }
    })
    ports.onWork(subscriptionId, done.assetIds)
    if (done.detail === null) throw new Problem('not_found')
    return done.detail
  }

  const inStores = <T>(subscriptionId: number, work: (stores: JobStores) => Promise<T>): Promise<T> =>
    database.inSubscription(subscriptionId, (trx: Trx) => work(createPgJobStores(trx, subscriptionId)))

  return {
    read: (principal, publicId) =>
      database.inSubscription(
        principal.subscriptionId,
        async trx => {
          await openJob(trx, principal, publicId)
          const job = await readJob(trx, principal, publicId, clock.nowMs())
          if (job === null) throw new Problem('not_found')
          return job
        },
        { readOnly: true, isolation: 'repeatable read' },
      ),

    rename(principal, publicId, request) {
      const name = request.name.normalize('NFC').trim()
      return change(
        principal,
        publicId,
        { action: 'job.edit', verb: 'rename', after: { name } },
        async (_, job, trx) => {
          if (request.was !== undefined && request.was !== job.name) {
            throw new Problem('conflict', { detail: `the job has another name by now: ${job.name}` })
          }
          await jobPeopleStore.rename(trx, job.id, name, now())
          return []
        },
      )
    },

    async remove(principal, publicId) {
      await database.inSubscription(principal.subscriptionId, async trx => {
        const stores = createPgJobStores(trx, principal.subscriptionId)
        const job = await stores.jobs.lock(publicId)
        if (job === null) throw new Problem('not_found')
        refuseUnless(principal, 'job.delete', await openJob(trx, principal, publicId))
        await stores.announce('job', job.id)
        await jobVerbs.delete.work(stores, job, planning(), trx)
        const detail = { before: { name: job.name } }
        const object = `job:${publicId}`
        await writeAudit(trx, { principal, action: 'job.delete', object, detail, nowMs: clock.nowMs() })
      })
    },

    async enable(principal, publicId) {
      await ports.settleLicences(principal.subscriptionId)
      return change(principal, publicId, { action: 'job.start', verb: 'enable' }, (stores, job) =>
        jobVerbs.enable.work(stores, job, planning()),
      )
    },

    disable: (principal, publicId) =>
      change(principal, publicId, { action: 'job.stop', verb: 'disable' }, (stores, job) =>
        jobVerbs.disable.work(stores, job, planning()),
      ),

    cancel: (principal, publicId) =>
      change(principal, publicId, { action: 'job.stop', verb: 'cancel' }, (stores, job) =>
        jobVerbs.cancel.work(stores, job, planning()),
      ),

    async retry(principal, publicId, request) {
      await ports.settleLicences(principal.subscriptionId)
      return change(principal, publicId, { action: 'job.start', verb: 'retry' }, (stores, job) =>
        retryJob(stores, job, planning(), request.tasks),
      )
    },

    async licenceEnded(subscriptionId) {
      const enabled = await inStores(subscriptionId, stores => stores.jobs.listEnabled())
      for (const publicId of enabled) {
        // A transaction each: a job's lines are locked together with its tasks, and those of thousands of jobs at once are too many.
        const told = await inStores(subscriptionId, async stores => {
          const job = await stores.jobs.lock(publicId)
          if (job === null) return []
          const assetIds = await disableForLicence(stores, job, clock.nowMs())
          await stores.announce('job', job.id)
          return assetIds
        })
        ports.onWork(subscriptionId, told)
      }
    },

    async cancelUntargeted(subscriptionId) {
      for (;;) {
        const { told, runIds } = await inStores(subscriptionId, stores =>
          cancelUntargeted(stores, clock.nowMs(), UNTARGETED_AT_ONCE),
        )
        ports.onWork(subscriptionId, told)
        for (const runId of runIds) await this.closeRun(subscriptionId, runId)
        if (told.length === 0 && runIds.length === 0) return
      }
    },

    async closeRun(subscriptionId, runId) {
      await inStores(subscriptionId, stores => closeRun(stores, runId, clock.nowMs()))
    },

    async sweep(subscriptionId) {
      await this.cancelUntargeted(subscriptionId)
      const touched = await inStores(subscriptionId, stores => sweepTasks(stores, clock.nowMs()))
      for (const runId of touched) await this.closeRun(subscriptionId, runId)
    },
  }
}

// Each asset's line is locked to the end of its transaction.
const UNTARGETED_AT_ONCE = 200
