import type { EmergencyStop, EmergencyStopped } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { cancelRun } from '../job-runs.ts'
import { createPgJobStores } from '../pg-job-stores.ts'

export interface EmergencyService {
  /**
   * What has not begun will not begin, of one job or of all: jobs are Halted, tasks that nobody was told of end, agents that have one are told.
   * Each job is a transaction of its own, so that a stop of many is felt from the first one on. Throws Problem `not_found`.
   */
  stop(principal: Principal, request: EmergencyStop): Promise<EmergencyStopped>
}

export function createEmergencyService(ports: {
  database: Database
  clock: Clock
  /** Told after COMMIT: whom to wake. */
  onWork: (subscriptionId: number, assetIds: readonly number[]) => void
}): EmergencyService {
  const { database, clock } = ports

  async function stopJob(
    principal: Principal,
    publicId: string,
    { reason, job: only }: EmergencyStop,
  ): Promise<EmergencyStopped> {
    const named = only !== undefined
    const { subscriptionId } = principal
    const done = await database.inSubscription(subscriptionId, async trx => {
      const stores = createPgJobStores(trx, subscriptionId)
      const job = await stores.jobs.lock(publicId)
      const nowMs = clock.nowMs()
      if (job === null) return { jobs: 0, runs: 0, told: [] }
      const open = (await stores.jobs.listRuns(job.id)).filter(run => openStates.has(run.state))
      const told: number[] = []
      for (const run of open) told.push(...(await cancelRun(stores, run, nowMs, 'emergency_stop')))
      if (job.state === 'enabled') await stores.jobs.setState(job, 'halted', new Date(nowMs), 'emergency_stop')
      // Of all jobs at once those that began nothing are no news; of one that somebody named it is written down that they did.
      if (open.length === 0 && job.state !== 'enabled' && !named) return { jobs: 0, runs: 0, told }
      await stores.announce('job', job.id)
      const detail = { reason, name: job.name, runs: open.length }
      await writeAudit(trx, { principal, action: 'job.emergencyStop', object: `job:${publicId}`, detail, nowMs })
      return { jobs: job.state === 'enabled' ? 1 : 0, runs: open.length, told }
    })
    ports.onWork(subscriptionId, done.told)
    return { jobs: done.jobs, runs: done.runs, asked: done.told.length }
  }

  return {
    async stop(principal, request) {
      const { subscriptionId } = principal
      const { reason, job } = request
      const jobs = await database.inSubscription(subscriptionId, async trx => {
        const found = await listJobs(trx, job)
        if (job !== undefined && found.length === 0) throw new Problem('not_found', { field: '/job' })
        if (job === undefined) {
          const object = `subscription:${subscriptionId}`
          const detail = { reason, jobs: found.length }
          await writeAudit(trx, { principal, action: 'job.emergencyStopAll', object, detail, nowMs: clock.nowMs() })
        }
        return found
      })
      const stopped = { jobs: 0, runs: 0, asked: 0 }
      for (const publicId of jobs) {
        const one = await stopJob(principal, publicId, request)
        stopped.jobs += one.jobs
        stopped.runs += one.runs
        stopped.asked += one.asked
      }
      return stopped
    },
  }
}

const openStates: ReadonlySet<string> = new Set(['due', 'planned', 'active'])

/** Jobs of which anything can begin: those under way first. */
async function listJobs(trx: Trx, job: string | undefined): Promise<readonly string[]> {
  if (job !== undefined) {
    const { rows } = await sql<{ id: string }>`select j.public_id as id from job j where j.public_id = ${job}`.execute(
      trx,
    )
    return rows.map(row => row.id)
  }
  const { rows } = await sql<{ id: string }>`
    select j.public_id as id from job j
     where j.state = 'enabled' or exists (select 1 from run r where r.job_id = j.id and r.state in ('due', 'planned', 'active'))
     order by exists (select 1 from run r where r.job_id = j.id and r.state = 'active') desc, j.id`.execute(trx)
  return rows.map(row => row.id)
}
