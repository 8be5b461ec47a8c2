import { assertTransition, type RunState, runTransitions, taskIsOpen, taskStates } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { readSpec } from '../job-spec.ts'
import type { JobRecord } from '../job-store.ts'
import type { PlannedRun, PlanStage, RunStore } from './run-store.ts'

const endedStates = taskStates.filter(state => !taskIsOpen(state))
const date = (ms: number): Date => new Date(ms)

/** See {@link RunStore}. */
export function createPgRunStore(trx: Trx): RunStore {
  return {
    async insertDue(run) {
      const row = await trx
        .insertInto('run')
        .values({
          subscription_id: sql<number>`app_subscription()`,
          public_id: run.publicId,
          job_id: run.jobId,
          spec_version: run.specVersion,
          nominal: run.nominal,
          nominal_at: date(run.firstMs),
          first_at: date(run.firstMs),
          last_at: date(run.lastMs),
          plan_at: date(run.planMs),
          stage: 'members',
          state: 'due',
          retry_of: run.retryOf,
          created_at: date(run.nowMs),
        })
        .onConflict(conflict => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      return row?.id ?? null
    },

    async lock(runId) {
      const { rows } = await sql<PlannedRunRow>`
        select ${plannedRunColumns} from run r where r.id = ${runId} for update`.execute(trx)
      return rows[0] === undefined ? null : plannedRunOf(rows[0])
    },

    async findJob(run) {
      const { rows } = await sql<JobOfRunRow>`
        select j.id, j.public_id, j.name, j.state, j.owner_id, s.document, s.digest
          from job j join job_spec s on s.job_id = j.id and s.version = ${run.specVersion}
         where j.id = ${run.jobId}`.execute(trx)
      const row = rows[0]
      if (row === undefined) return null
      return {
        id: row.id,
        publicId: row.public_id,
        name: row.name,
        state: row.state,
        specVersion: run.specVersion,
        ownerId: row.owner_id,
        spec: readSpec(row.document),
        specDigest: row.digest.toString('hex'),
      }
    },

    async saveStage(runId, { stage, cursor, found }) {
      await trx
        .updateTable('run')
        .set({ stage, cursor, ...(found === undefined ? {} : { patches_found: [...found] }) })
        .where('id', '=', runId)
        .execute()
    },

    async freeze(runId, { text, digest }) {
      await trx
        .updateTable('run')
        .set({ plan: text, plan_digest: Buffer.from(digest, 'hex') })
        .where('id', '=', runId)
        .execute()
    },

    async addMembers(runId, members) {
      if (members.length === 0) return
      await sql`
        insert into run_member (run_id, asset_id, subscription_id, chosen_by, reason)
        select ${runId}, v.asset_id, app_subscription(), v.chosen_by, v.reason
          from unnest(${members.map(one => one.assetId)}::bigint[], ${members.map(one => one.by)}::text[],
                      ${members.map(one => one.reason)}::text[]) as v(asset_id, chosen_by, reason)`.execute(trx)
    },

    async listMembers(runId, after, limit) {
      const { rows } = await sql<{ id: number }>`
        select m.asset_id as id from run_member m
         where m.run_id = ${runId} and m.asset_id > ${after} and (m.reason is null or m.chosen_by = 'hand')
         order by m.asset_id limit ${limit}`.execute(trx)
      return rows.map(row => row.id)
    },

    async leaveOut(runId, leftOut) {
      if (leftOut.length === 0) return
      await sql`
        insert into run_left_out (run_id, n, subscription_id, kind, object, name, reason, detail)
        select ${runId}, (select coalesce(max(l.n), 0) from run_left_out l where l.run_id = ${runId}) + v.n, app_subscription(),
               v.kind, v.object, v.name, v.reason, v.detail
          from unnest(${leftOut.map(one => one.kind)}::text[], ${leftOut.map(one => one.publicId)}::uuid[],
                      ${leftOut.map(one => one.name)}::text[], ${leftOut.map(one => one.reason)}::text[],
                      ${leftOut.map(one => one.detail)}::text[])
               with ordinality as v(kind, object, name, reason, detail, n)`.execute(trx)
    },

    async move(run, to, { beganMs, endedMs, reason, detail }) {
      if (run.state === to) return
      assertTransition('run', runTransitions, run.state, to)
      await trx
        .updateTable('run')
        .set({
          state: to,
          ...(beganMs === undefined ? {} : { started_at: date(beganMs) }),
          ...(endedMs === undefined ? {} : { ended_at: date(endedMs) }),
          ...(reason === undefined ? {} : { reason }),
          ...(detail === undefined || detail === '' ? {} : { detail }),
        })
        .where('id', '=', run.id)
        .execute()
      if (beganMs === undefined) return
      await trx
        .updateTable('job')
        .set({ last_run_at: date(beganMs) })
        .where('id', '=', run.jobId)
        .execute()
    },

    async withdraw(runId, reason, nowMs) {
      const now = date(nowMs)
      // Lines before tasks, in the order of their ids, as everybody does: what is still planned after that is on its way to nobody.
      await sql`
        with locked as (
          select l.asset_id from agent_line l
           where l.asset_id in (select t.asset_id from task t where t.run_id = ${runId} and t.ended_at is null)
           order by l.asset_id for update)
        update agent_line set work_version = agent_line.work_version + 1 from locked where locked.asset_id = agent_line.asset_id`.execute(
        trx,
      )
      await sql`
        with ended as (
          update task set state = 'cancelled', reason = ${reason}, changed_at = ${now}, ended_at = ${now}
           where run_id = ${runId} and state = 'planned' returning asset_id, id)
        update item set state = 'skipped', reason = ${reason} from ended e
         where item.asset_id = e.asset_id and item.task_id = e.id and item.state = 'pending'`.execute(trx)
      const { rows } = await sql<{ id: number }>`
        update task set cancel_asked_at = ${now}, changed_at = ${now}
         where run_id = ${runId} and ended_at is null and state <> 'verifying' and state <> all(${[...endedStates]}::text[])
         returning asset_id as id`.execute(trx)
      const open = await sql<{ open: boolean }>`
        select exists (select 1 from task t where t.run_id = ${runId} and t.state <> all(${[...endedStates]}::text[])) as open`.execute(
        trx,
      )
      return { told: rows.map(row => row.id), open: open.rows[0]?.open === true }
    },

    async holdBack(runId, atOnce) {
      await sql`
        update task set waits = true from (
          select t.asset_id, t.id, row_number() over (order by t.not_before, t.asset_id) as n from task t
           where t.run_id = ${runId} and t.state = 'planned') o
         where task.asset_id = o.asset_id and task.id = o.id and o.n > ${atOnce}`.execute(trx)
    },

    async forgetUnplanned(jobId) {
      const { rows } = await sql<{ id: number }>`
        select r.id from run r where r.job_id = ${jobId} and r.state in ('due', 'cancelled')
           and not exists (select 1 from task t where t.run_id = r.id) for update`.execute(trx)
      const ids = rows.map(row => row.id)
      if (ids.length === 0) return
      await sql`delete from run_member where run_id = any(${ids}::bigint[])`.execute(trx)
      await sql`delete from run_left_out where run_id = any(${ids}::bigint[])`.execute(trx)
      await sql`delete from run where id = any(${ids}::bigint[])`.execute(trx)
    },

    async schedule(jobId, { nextMs, madeToMs, version, lookMs }) {
      await trx
        .updateTable('job')
        .set({
          next_run_at: nextMs === null ? null : date(nextMs),
          runs_to: date(madeToMs),
          runs_version: version,
          look_at: date(lookMs),
        })
        .where('id', '=', jobId)
        .execute()
    },

    async listToTell(runId, after, limit) {
      const { rows } = await sql<{ id: number }>`
        select distinct t.asset_id as id from task t
         where t.run_id = ${runId} and t.asset_id > ${after} and t.state = 'planned' and not t.waits and t.document is not null
         order by t.asset_id limit ${limit}`.execute(trx)
      return rows.map(row => row.id)
    },
  }
}

interface JobOfRunRow {
  id: number
  public_id: string
  name: string
  state: JobRecord['state']
  owner_id: number | null
  document: string
  digest: Buffer
}

/** Of a run with the alias r. */
export const plannedRunColumns = sql`r.id, r.public_id, r.job_id, r.spec_version, r.state, r.nominal, coalesce(r.first_at, r.nominal_at) as first_at,
  coalesce(r.last_at, r.nominal_at) as last_at, r.stage, r.cursor, r.patches_found, r.plan`

export interface PlannedRunRow {
  id: number
  public_id: string
  job_id: number
  spec_version: number
  state: RunState
  nominal: string | null
  first_at: Date
  last_at: Date
  stage: PlanStage | null
  cursor: number
  patches_found: number[]
  plan: string | null
}

export const plannedRunOf = (row: PlannedRunRow): PlannedRun => ({
  id: row.id,
  publicId: row.public_id,
  jobId: row.job_id,
  specVersion: row.spec_version,
  state: row.state,
  nominal: row.nominal,
  firstMs: row.first_at.getTime(),
  lastMs: row.last_at.getTime(),
  stage: row.stage,
  cursor: row.cursor,
  found: row.patches_found,
  plan: row.plan,
})
