import { type JobObjects, missingParts } from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import { jobPeopleStore } from '../job-people-store.ts'
import { cancelJob, disableJob, enableJob, forgetRuns, type Planning } from '../job-runs.ts'
import type { JobRecord } from '../job-store.ts'
import type { JobStores } from '../job-stores.ts'
import { refuseUnplanned } from './not-planned-yet.ts'

/** What is done to a job that is locked; each returns the assets whose agents are to be woken after COMMIT. */
export interface JobVerb {
  readonly action: Exclude<keyof JobObjects, 'job.changeOwner'>
  /** Throws Problem `conflict` or `job_incomplete` when the state of the job does not allow it. */
  work(stores: JobStores, job: JobRecord, planning: Planning, trx: Trx): Promise<readonly number[]>
}

export const jobVerbs = {
  enable: {
    action: 'job.start',
    async work(stores, job, planning) {
      if (job.state === 'draft') {
        const missing = missingParts(job.spec)
        throw new Problem('job_incomplete', { detail: `the job lacks ${missing.join(', ')}`, missing: [...missing] })
      }
      if (job.state === 'disabled') refuseUnplanned(job.spec)
      return enableJob(stores, job, planning)
    },
  },
  disable: {
    action: 'job.stop',
    work: (stores, job, { nowMs }) => disableJob(stores, job, nowMs),
  },
  cancel: { action: 'job.stop', work: (stores, job, { nowMs }) => cancelJob(stores, job, nowMs) },
  delete: {
    action: 'job.delete',
    async work(stores, job, _, trx) {
      await forgetRuns(stores, job)
      await jobPeopleStore.remove(trx, job.id)
      return []
    },
  },
} as const satisfies Readonly<Record<string, JobVerb>>
export type JobVerbName = keyof typeof jobVerbs
