import { taskIsOpen, taskStates } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { plannedRunColumns, plannedRunOf, type PlannedRunRow } from './pg-run-store.ts'
import type { PlannedRun } from './run-store.ts'

// What the clock looks for. PostgreSQL alone: the simulator's twin has people who begin runs, and no schedules.

const endedStates = taskStates.filter(state => !taskIsOpen(state))

export interface LookedAt {
  readonly id: number
  readonly publicId: string
  /** Null: no run was made yet. */
  readonly madeToMs: number | null
  /** Of the spec that they were made by. */
  readonly version: number | null
}

interface LookRow {
  id: number
  public_id: string
  runs_to: Date | null
  runs_version: number | null
}

/** Enabled jobs of the clock whose next run, or its making, is due; those that wait longest first. */
export async function listToLookAt(trx: Trx, nowMs: number, limit: number): Promise<readonly LookedAt[]> {
  const { rows } = await sql<LookRow>`
    select j.id, j.public_id, j.runs_to, j.runs_version from job j
     where j.state = 'enabled' and j.schedule_type not in ('onDemand', 'none')
       and (j.look_at is null or j.look_at <= ${new Date(nowMs)} or j.runs_version is distinct from j.spec_version)
     order by j.look_at nulls first, j.id limit ${limit}`.execute(trx)
  return rows.map(row => ({
    id: row.id,
    publicId: row.public_id,
    madeToMs: row.runs_to?.getTime() ?? null,
    version: row.runs_version,
  }))
}

const runsWhere = async (
  trx: Trx,
  condition: ReturnType<typeof sql>,
  limit: number,
): Promise<readonly PlannedRun[]> => {
  const { rows } = await sql<PlannedRunRow>`
    select ${plannedRunColumns} from run r join job j on j.id = r.job_id where ${condition} limit ${limit}`.execute(trx)
  return rows.map(plannedRunOf)
}

/** Runs of the clock that have not begun, and whose job is another by now, or stands still. */
export const listStale = (trx: Trx, limit: number): Promise<readonly PlannedRun[]> =>
  runsWhere(
    trx,
    sql`r.state in ('due', 'planned') and r.nominal is not null and (j.state <> 'enabled' or j.spec_version <> r.spec_version) order by r.id`,
    limit,
  )

/** To be planned now, or to go on with, the earliest first; without those of `but`. */
export const listToPlan = (
  trx: Trx,
  nowMs: number,
  but: readonly number[],
  limit: number,
): Promise<readonly PlannedRun[]> =>
  runsWhere(
    trx,
    sql`((r.state = 'due' and r.plan_at <= ${new Date(nowMs)}) or (r.state in ('planned', 'active') and r.stage is not null))
          and r.id <> all(${[...but]}::bigint[]) order by r.plan_at, r.id`,
    limit,
  )

/** Planned, told, and now the first zone begins. */
export const listToBegin = (trx: Trx, nowMs: number, limit: number): Promise<readonly PlannedRun[]> =>
  runsWhere(
    trx,
    sql`r.state = 'planned' and r.stage is null and r.first_at <= ${new Date(nowMs)} order by r.first_at, r.id`,
    limit,
  )

/** Of the clock, not begun at this moment. */
export const listNotBegun = (trx: Trx, nowMs: number, after: number, limit: number): Promise<readonly PlannedRun[]> =>
  runsWhere(
    trx,
    sql`r.state in ('due', 'planned') and r.nominal is not null and r.first_at > ${new Date(nowMs)} and r.id > ${after} order by r.id`,
    limit,
  )

/** Whether a later run of the same job has begun in every zone. */
export async function hasLaterRun(trx: Trx, run: PlannedRun, nowMs: number): Promise<boolean> {
  const { rows } = await sql<{ later: boolean }>`
    select exists (select 1 from run o where o.job_id = ${run.jobId} and o.nominal > ${run.nominal} and o.state <> 'cancelled'
                      and o.last_at <= ${new Date(nowMs)}) as later`.execute(trx)
  return rows[0]?.later === true
}

/** It stands elsewhere on the clock: when it is planned moves with it. */
export async function moveRun(
  trx: Trx,
  runId: number,
  to: { readonly firstMs: number; readonly lastMs: number; readonly planMs: number; readonly detail: string | null },
): Promise<void> {
  const firstAt = new Date(to.firstMs)
  await sql`
    update run set first_at = ${firstAt}, nominal_at = ${firstAt}, last_at = ${new Date(to.lastMs)}, plan_at = ${new Date(to.planMs)},
                   detail = coalesce(${to.detail}, detail) where id = ${runId}`.execute(trx)
}

/** Runs are made anew from this moment on. */
export async function makeAnewFrom(trx: Trx, jobId: number, fromMs: number): Promise<void> {
  const from = new Date(fromMs)
  await sql`
    update job set look_at = null, runs_to = case when runs_to > ${from} then ${from} else runs_to end where id = ${jobId}`.execute(
    trx,
  )
}

/** Enabled jobs of the clock with no run to come and none that is open: they are completed. */
export async function listFinished(trx: Trx, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select j.public_id as id from job j
     where j.state = 'enabled' and j.schedule_type not in ('onDemand', 'none') and j.next_run_at is null and j.runs_to is not null
       and j.runs_version = j.spec_version
       and not exists (select 1 from run r where r.job_id = j.id and r.state in ('due', 'planned', 'active'))
     order by j.id limit ${limit}`.execute(trx)
  return rows.map(row => row.id)
}

/** Whose agent was silent for so long is not waited for while others wait. */
const SILENT_MS = 10 * 60_000

/**
 * Lets so many more assets of each run work as its job allows at once; returns whose agents are to be told. Hosts that are off and never heard
 * of their task go to the end of the queue.
 */
export async function releaseWaiting(trx: Trx, nowMs: number): Promise<readonly number[]> {
  const now = new Date(nowMs)
  const silentAt = new Date(nowMs - SILENT_MS)
  const { rows } = await sql<{ run_id: number; at_once: number }>`
    select r.id as run_id, (s.document::jsonb -> 'options' ->> 'atOnce')::int as at_once
      from run r join job_spec s on s.job_id = r.job_id and s.version = r.spec_version
     where r.state in ('planned', 'active') and r.stage is null
       and exists (select 1 from task t where t.run_id = r.id and t.waits and t.state = 'planned')
     order by r.id limit 100`.execute(trx)
  const told: number[] = []
  for (const { run_id, at_once } of rows) {
    await sql`
      update task set waits = true from agent_line l
       where task.run_id = ${run_id} and not task.waits and task.state = 'planned' and task.not_before <= ${now}
         and l.asset_id = task.asset_id and l.seen_at < ${silentAt}`.execute(trx)
    const released = await sql<{ id: number }>`
      with working as (
        select count(*) as n from task t
         where t.run_id = ${run_id} and not t.waits and t.state <> all(${[...endedStates]}::text[])),
      next as (
        select t.asset_id, t.id from task t join agent_line l on l.asset_id = t.asset_id
         where t.run_id = ${run_id} and t.waits and t.state = 'planned' and t.start_before > ${now} and l.seen_at >= ${silentAt}
         order by t.not_before, t.asset_id limit greatest(0, ${at_once} - (select n from working)))
      update task set waits = false from next where task.asset_id = next.asset_id and task.id = next.id
      returning task.asset_id as id`.execute(trx)
    told.push(...released.rows.map(row => row.id))
  }
  return told
}
