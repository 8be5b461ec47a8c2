import {
  assertTransition,
  type JobState,
  jobTransitions,
  type RunState,
  runTransitions,
  taskIsOpen,
  taskStates,
} from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { searchable } from '../../database/search-columns.ts'
import { jobColumns } from './definition/job-columns.ts'
import { insertSpec } from './definition/spec-store.ts'
import { readSpec } from './job-spec.ts'
import type { JobOfRun, JobStore, RunRecord } from './job-store.ts'

const endedStates = taskStates.filter(state => !taskIsOpen(state))

/** See {@link JobStore}. */
export function createPgJobStore(trx: Trx): JobStore {
  return {
    async insert(job) {
      const subscription = sql<number>`app_subscription()`
      const { id } = await trx
        .insertInto('job')
        .values({
          subscription_id: subscription,
          public_id: job.publicId,
          ...searchable('name', job.name),
          ...jobColumns(job.spec),
          state: job.state,
          spec_version: 1,
          owner_id: job.ownerId,
          created_at: job.now,
          modified_at: job.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await insertSpec(trx, { ...job, jobId: id, version: 1 })
      return id
    },

    async lock(publicId) {
      const job = await trx
        .selectFrom('job')
        .select(['id', 'public_id', 'name', 'state', 'spec_version', 'owner_id'])
        .where('public_id', '=', publicId)
        .forUpdate()
        .executeTakeFirst()
      if (job === undefined) return null
      // A statement of its own: who waited for the lock would join the new version of the job with the specs of before.
      const spec = await trx
        .selectFrom('job_spec')
        .select(['document', 'digest'])
        .where('job_id', '=', job.id)
        .where('version', '=', job.spec_version)
        .executeTakeFirstOrThrow()
      const row = { ...job, ...spec }
      return {
        id: row.id,
        publicId: row.public_id,
        name: row.name,
        state: row.state as JobState,
        specVersion: row.spec_version,
        ownerId: row.owner_id,
        spec: readSpec(row.document),
        specDigest: row.digest.toString('hex'),
      }
    },

    async listEnabled() {
      const rows = await trx
        .selectFrom('job')
        .select('public_id')
        .where('state', '=', 'enabled')
        .orderBy('id')
        .execute()
      return rows.map(row => row.public_id)
    },

    async setState(job, to, now, why) {
      if (job.state === to) return
      assertTransition('job', jobTransitions, job.state, to)
      await trx
        .updateTable('job')
        .set({
          state: to,
          modified_at: now,
          state_reason: why ?? null,
          state_before: why === undefined ? null : job.state,
        })
        .where('id', '=', job.id)
        .where('state', '=', job.state)
        .execute()
    },

    async insertRun(run) {
      const row = await trx
        .insertInto('run')
        .values({
          subscription_id: sql<number>`app_subscription()`,
          public_id: run.publicId,
          job_id: run.jobId,
          spec_version: run.specVersion,
          nominal_at: run.nominalAt,
          state: 'due',
          retry_of: run.retryOf,
          created_at: run.nominalAt,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await trx.updateTable('job').set({ last_run_at: run.nominalAt }).where('id', '=', run.jobId).execute()
      return row.id
    },

    async savePlan(runId, plan) {
      await trx
        .updateTable('run')
        .set({
          plan: plan.text,
          plan_digest: Buffer.from(plan.digest, 'hex'),
          state: plan.state,
          started_at: plan.now,
          ended_at: plan.state === 'done' ? plan.now : null,
        })
        .where('id', '=', runId)
        .execute()
      if (plan.leftOut.length === 0) return
      await trx
        .insertInto('run_left_out')
        .values(
          plan.leftOut.map((one, n) => ({
            run_id: runId,
            n: n + 1,
            subscription_id: sql<number>`app_subscription()`,
            kind: one.kind,
            object: one.publicId,
            name: one.name,
            reason: one.reason,
          })),
        )
        .execute()
    },

    async findRun(runId) {
      const row = await trx
        .selectFrom('run')
        .select(['id', 'public_id', 'job_id', 'spec_version', 'state'])
        .where('id', '=', runId)
        .executeTakeFirst()
      return row === undefined ? null : runOf(row)
    },

    async lockRun(runId) {
      const row = await trx
        .selectFrom('run')
        .select(['id', 'public_id', 'job_id', 'spec_version', 'state'])
        .where('id', '=', runId)
        .forUpdate()
        .executeTakeFirst()
      return row === undefined ? null : runOf(row)
    },

    async listRuns(jobId) {
      const rows = await trx
        .selectFrom('run')
        .select(['id', 'public_id', 'job_id', 'spec_version', 'state'])
        .where('job_id', '=', jobId)
        .orderBy('id', 'desc')
        .execute()
      return rows.map(runOf)
    },

    async setRunState(run, to, endedAt) {
      if (run.state === to) return
      assertTransition('run', runTransitions, run.state, to)
      await trx.updateTable('run').set({ state: to, ended_at: endedAt }).where('id', '=', run.id).execute()
    },

    async listRunsOver(limit) {
      const { rows } = await sql<{ id: number }>`
        select r.id from run r
         where r.state = 'active'
           and not exists (select 1 from task t where t.run_id = r.id and not (t.state = any(${[...endedStates]}::text[])))
         order by r.id limit ${limit}`.execute(trx)
      return rows.map(row => row.id)
    },

    async countOpenTasks(runId) {
      const row = await trx
        .selectFrom('task')
        .select(b => b.fn.countAll<number>().as('n'))
        .where('run_id', '=', runId)
        .where('state', 'not in', [...endedStates])
        .executeTakeFirstOrThrow()
      return row.n
    },

    async findJobOfRun(jobId) {
      const { rows } = await sql<JobOfRun>`
        select j.id, j.state, j.public_id as "publicId",
               j.state = 'halted' or (j.state = 'disabled' and (j.state_reason is not null or not j.is_recurring)) as stopped,
               j.next_run_at is not null
                 or (select count(*) from run r where r.job_id = j.id and r.state in ('due', 'planned', 'active')) > 1 as "goesOn"
          from job j where j.id = ${jobId} for update`.execute(trx)
      return rows[0] ?? null
    },
  }
}

function runOf(row: { id: number; public_id: string; job_id: number; spec_version: number; state: string }): RunRecord {
  return {
    id: row.id,
    publicId: row.public_id,
    jobId: row.job_id,
    specVersion: row.spec_version,
    state: row.state as RunState,
  }
}
