import type { JobsChanged } from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import type { Database } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { refuseUnless } from '../../../http/refuse-unless.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { openJob } from '../job-access-read-model.ts'
import type { JobRecord } from '../job-store.ts'
import { createPgJobStores } from '../pg-job-stores.ts'
import { type JobVerb, type JobVerbName, jobVerbs } from './job-verbs.ts'

export interface BulkService {
  /** All of the jobs or none: what the first one refuses is refused, with its place in `field` and its name in `detail`. */
  change(principal: Principal, verb: JobVerbName, publicIds: readonly string[]): Promise<JobsChanged>
}

export function createBulkService(ports: {
  database: Database
  clock: Clock
  random: Random
  deployment: string
  onWork: (subscriptionId: number, assetIds: readonly number[]) => void
  settleLicences: (subscriptionId: number) => Promise<void>
}): BulkService {
  const { database, clock, random, deployment } = ports
  return {
    async change(principal, verb, publicIds) {
      const { subscriptionId } = principal
      const { action, work }: JobVerb = jobVerbs[verb]
      if (verb === 'enable') await ports.settleLicences(subscriptionId)
      const done = await database.inSubscription(subscriptionId, async trx => {
        const stores = createPgJobStores(trx, subscriptionId)
        const told: number[] = []
        const jobs = new Map<string, JobRecord>()
        const place = (id: string) => ({ field: `/ids/${publicIds.indexOf(id)}` })
        // In one order, so that two people with the same jobs wait for each other and never in a circle; and all before anything is done.
        for (const id of [...publicIds].sort()) {
          const job = await stores.jobs.lock(id)
          if (job === null) throw new Problem('not_found', { ...place(id), detail: `${id} does not exist` })
          await openJob(trx, principal, id)
            .then(access => refuseUnless(principal, action, access))
            .catch((error: unknown) => {
              throw named(error, id, id, place(id))
            })
          jobs.set(id, job)
        }
        for (const [id, job] of jobs) {
          // Told before it is gone.
          await stores.announce('job', job.id)
          const planning = { random, deployment, nowMs: clock.nowMs() }
          const woken = await work(stores, job, planning, trx).catch((error: unknown) => {
            throw named(error, id, job.name, place(id))
          })
          told.push(...woken)
          const detail = verb === 'delete' ? { before: { name: job.name } } : {}
          const object = `job:${id}`
          await writeAudit(trx, { principal, action: `job.${verb}`, object, detail, nowMs: clock.nowMs() })
        }
        const states = await trx
          .selectFrom('job')
          .select(['public_id', 'state'])
          .where('public_id', 'in', publicIds)
          .execute()
        const changed = publicIds.map(id => ({
          id,
          name: jobs.get(id)?.name ?? '',
          status: states.find(one => one.public_id === id)?.state ?? 'deleted',
        }))
        return { told, changed }
      })
      ports.onWork(subscriptionId, done.told)
      return { jobs: done.changed }
    },
  }
}

/** What one job refuses, said of that one; its name only to those who may open it. */
function named(error: unknown, id: string, name: string, place: { readonly field: string }): unknown {
  if (!(error instanceof Problem)) return error
  if (error.code === 'not_found') return new Problem('not_found', { ...place, detail: `${id} does not exist` }, error)
  return new Problem(error.code, { ...error.extras, ...place, job: id, detail: `${name}: ${error.message}` }, error)
}
