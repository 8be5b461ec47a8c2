import { Job, type JobDetail, type TaskCounts } from '@patchyard/api'
import {
  decide,
  jobActions,
  type JobPart,
  type JobState,
  type Permission,
  permissionsOf,
  reasonSentence,
  type RunState,
  type Schedule,
  scheduleSummary,
} from '@patchyard/domain'
import { assetInScope, jobDetailsSeen, type QueryContext } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { ListDefinition } from '../../queries/list-definition.ts'
import type { Principal } from '../../http/principal.ts'
import { contextOf } from '../../queries/query-context.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { findJobAccess, type JobAccess, type JobPerson, mayOwnJobs } from './job-access-read-model.ts'
import { revisionOf } from './definition/revision.ts'
import { readSpec } from './job-spec.ts'

interface CountRow {
  total: number
  succeeded: number
  partial: number
  failed: number
  expired: number
  cancelled: number
  skipped: number
  unknown: number
}

/** Counts of the tasks of one run that `seen` lets pass; `run` names the column that holds its id. */
const countsOf = (run: RawBuilder<unknown>, seen: RawBuilder<unknown> = sql`true`) => sql`(
  select json_build_object(
    'total', count(*), 'succeeded', count(*) filter (where t.state = 'succeeded'),
    'partial', count(*) filter (where t.state = 'partial'), 'failed', count(*) filter (where t.state = 'failed'),
    'expired', count(*) filter (where t.state = 'expired'), 'cancelled', count(*) filter (where t.state = 'cancelled'),
    'skipped', count(*) filter (where t.state = 'skipped'), 'unknown', count(*) filter (where t.state = 'unknown'))
    from task t where t.run_id = ${run} and ${seen})`

function countsFrom(row: CountRow | null): TaskCounts {
  const counts = row ?? {
    total: 0,
    succeeded: 0,
    partial: 0,
    failed: 0,
    expired: 0,
    cancelled: 0,
    skipped: 0,
    unknown: 0,
  }
  const { total, ...ended } = counts
  return { ...counts, open: total - Object.values(ended).reduce((sum, n) => sum + n, 0) }
}

interface JobRow {
  id: number
  public_id: string
  name: string
  kind: string
  platform: string
  state: string
  state_reason: 'licence_ended' | 'emergency_stop' | null
  schedule_type: Job['scheduleType']
  description: string
  missing: JobPart[]
  schedule: string | null
  next_run_at: Date | null
  tags: string[]
  exclude_tags: string[]
  owner: string | null
  needs_owner: boolean
  may_open: boolean
  asset_count: number
  patch_count: number
  created_at: Date
  modified_at: Date
  last_run_at: Date | null
  counts: CountRow | null
}

const lastRun = sql`(select max(r.id) from run r where r.job_id = j.id)`
const facts = sql`j.id, j.public_id, j.name, j.kind, j.platform, j.state, j.state_reason, j.schedule_type, j.description, j.missing, j.schedule, j.next_run_at, p.email as owner,
  j.asset_count, j.patch_count, j.created_at, j.modified_at, j.last_run_at`
const inScope = (context: QueryContext, of: 'asset' | 'task') => sqlOf<boolean>(assetInScope(context, of))
const tagsOf = (kind: 'include' | 'exclude') => sql`array(
  select g.name from job_tag jg join tag g on g.id = jg.tag_id where jg.job_id = j.id and jg.kind = ${sql.lit(kind)} order by g.name)`
const columnsFor = (context: QueryContext) => sql`${facts}, not ${mayOwnJobs(sql`j.owner_id`)} as needs_owner,
  coalesce(${sqlOf<boolean>(jobDetailsSeen(context))}, false) as may_open, ${tagsOf('include')} as tags, ${tagsOf('exclude')} as exclude_tags, ${countsOf(lastRun, inScope(context, 'task'))} as counts`
const from = sql`from job j left join person p on p.id = j.owner_id`

export const jobList: ListDefinition<typeof Job> = {
  entity: 'job',
  item: Job,
  defaultSort: '-created',
  clauseFacets: { mine: 'owner:me', coAuthored: 'coAuthor:me' },
  async readItems(trx, ids, { context }) {
    const { rows } = await sql<JobRow>`
      select ${columnsFor(context)} ${from} where j.id = any(${ids}::bigint[])`.execute(trx)
    return new Map(rows.map(row => [row.id, jobOf(row)]))
  },
}

function jobOf(row: JobRow): Job {
  return {
    id: row.public_id,
    name: row.name,
    kind: row.kind,
    platform: row.platform,
    status: row.state as JobState,
    statusReason: row.state_reason,
    // What a job is for is for those who may open it.
    description: row.may_open ? row.description : '',
    missing: row.missing,
    scheduleType: row.schedule_type,
    schedule: row.schedule === null ? null : scheduleSummary(JSON.parse(row.schedule) as Schedule),
    nextRunAt: row.next_run_at?.toISOString() ?? null,
    tags: row.may_open ? row.tags : [],
    excludeTags: row.may_open ? row.exclude_tags : [],
    owner: row.owner,
    needsOwner: row.needs_owner,
    mayOpen: row.may_open,
    assetCount: row.asset_count,
    patchCount: row.patch_count,
    createdAt: row.created_at.toISOString(),
    modifiedAt: row.modified_at.toISOString(),
    lastRunAt: row.last_run_at?.toISOString() ?? null,
    tasks: countsFrom(row.counts),
  }
}

/** A job as this speaker may see it: whether they may open it was decided before. null: it is gone. */
export async function readJob(
  trx: Trx,
  principal: Principal,
  publicId: string,
  nowMs: number,
): Promise<JobDetail | null> {
  const context = contextOf(principal, nowMs)
  const [access] = await findJobAccess(trx, [publicId])
  if (access === undefined) return null
  const { rows } = await sql<JobRow & { document: string; version: number; digest: Buffer }>`
    select ${columnsFor(context)}, s.document, s.version, s.digest ${from} join job_spec s on s.job_id = j.id and s.version = j.spec_version
     where j.id = ${access.id}`.execute(trx)
  const row = rows[0]
  if (row === undefined) return null
  const definition = readSpec(row.document)
  const { assets, patches } = definition
  const specDigest = row.digest.toString('hex')
  return {
    ...jobOf(row),
    mayOpen: true,
    may: jobActions.filter(action => decide(principal, action, access).allowed),
    ownedBy: access.owner === null ? null : shownPerson(access.owner),
    coAuthors: access.coAuthors.map(person => ({ ...shownPerson(person), mayEdit: mayEdit(person, access) })),
    revision: revisionOf({ name: row.name, specVersion: row.version, specDigest }),
    specVersion: row.version,
    specDigest,
    definition,
    assets: await namesOfAssets(trx, assets.include, context),
    excludedAssets: await namesOfAssets(trx, assets.exclude, context),
    tagNames: await namesOfTags(trx, [...assets.tags, ...assets.excludeTags]),
    patches: await namesOfPatches(trx, patches.from === 'list' ? patches.patches : []),
    runs: await readRuns(trx, row.id, context),
  }
}

export const shownPerson = ({ publicId, name, email }: JobPerson) => ({ id: publicId, name, email })

/** What a person named in a job may do by their roles and scope of today. */
export function mayEdit(person: JobPerson, access: JobAccess): boolean {
  const held = permissionsOf(person.roles, person.grants)
  const { id: personId, roles: theirs, scope } = person
  const actor = { personId, roles: theirs, scope, can: (one: string) => held.has(one as Permission) }
  return person.active && decide(actor, 'job.edit', access).allowed
}

async function namesOfAssets(trx: Trx, ids: readonly string[], context: QueryContext) {
  const { rows } = await sql<{ id: string; name: string }>`
    select a.public_id as id, a.name from asset a
     where a.public_id = any(${[...ids]}::uuid[]) and ${inScope(context, 'asset')} order by a.name_folded`.execute(trx)
  return rows
}

const namesOfTags = (trx: Trx, ids: readonly string[]) =>
  trx
    .selectFrom('tag')
    .select(['public_id as id', 'name'])
    .where('public_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('name')
    .execute()

async function namesOfPatches(trx: Trx, ids: readonly string[]) {
  return trx
    .selectFrom('patch')
    .select(['public_id as id', 'key', 'title'])
    .where('public_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('title_folded')
    .execute()
}

/** Who sees all sees also what is gone by now. */
const leftOutSeen = (context: QueryContext) =>
  context.scope.kind === 'all'
    ? sql`true`
    : sql`exists (select 1 from asset a where a.public_id = l.object and ${inScope(context, 'asset')})`

interface RunRow {
  public_id: string
  state: string
  nominal_at: Date
  nominal: string | null
  last_at: Date | null
  reason: string | null
  detail: string | null
  started_at: Date | null
  ended_at: Date | null
  spec_version: number
  spec_digest: Buffer
  plan_digest: Buffer | null
  retry_of: string | null
  counts: CountRow | null
  left_out: { kind: 'asset' | 'patch'; id: string; name: string; reason: string; detail: string }[] | null
}

async function readRuns(trx: Trx, jobId: number, context: QueryContext): Promise<JobDetail['runs']> {
  const { rows } = await sql<RunRow>`
    select r.public_id, r.state, r.nominal_at, r.nominal, r.last_at, r.reason, r.detail, r.started_at, r.ended_at, r.spec_version, s.digest as spec_digest,
           r.plan_digest, (select o.public_id from run o where o.id = r.retry_of) as retry_of,
           ${countsOf(sql`r.id`, inScope(context, 'task'))} as counts,
           (select json_agg(json_build_object('kind', l.kind, 'id', l.object, 'name', l.name, 'reason', l.reason,
                                               'detail', l.detail) order by l.n)
              from run_left_out l
             where l.run_id = r.id and (l.kind = 'patch' or ${leftOutSeen(context)})) as left_out
      from run r join job_spec s on s.job_id = r.job_id and s.version = r.spec_version
     where r.job_id = ${jobId} order by r.id desc limit 50`.execute(trx)
  return rows.map(row => ({
    id: row.public_id,
    status: row.state as RunState,
    nominalAt: row.nominal_at.toISOString(),
    nominal: row.nominal,
    lastAt: (row.last_at ?? row.nominal_at).toISOString(),
    reason: row.reason,
    sentence: saidOf(row),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    specVersion: row.spec_version,
    specDigest: row.spec_digest.toString('hex'),
    planDigest: row.plan_digest?.toString('hex') ?? null,
    retryOf: row.retry_of,
    tasks: countsFrom(row.counts),
    leftOut: (row.left_out ?? []).map(({ detail, ...one }) => ({
      ...one,
      sentence: [reasonSentence(one.reason) ?? one.reason, detail].filter(text => text !== '').join(' '),
    })),
  }))
}

/** Reason and what else there is to say, such as of a clock that changed. */
function saidOf({ reason, detail }: Pick<RunRow, 'reason' | 'detail'>): string | null {
  const said = [reason === null ? null : (reasonSentence(reason) ?? reason), detail].filter(text => text !== null)
  return said.length === 0 ? null : said.join(' ')
}
