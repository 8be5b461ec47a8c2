import { type Grant, type JobObject, type Role, roleMay, roles } from '@patchyard/domain'
import type { Scope } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { refuseUnless } from '../../http/refuse-unless.ts'
import { scopeOfTags } from '../../queries/scope-of-tags.ts'

export interface JobPerson {
  readonly id: number
  readonly publicId: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly grants: readonly Grant[]
  readonly scope: Scope
  readonly active: boolean
}

/** A job with the people it belongs to, as decisions judge it. */
export interface JobAccess extends JobObject {
  readonly id: number
  readonly publicId: string
  readonly name: string
  readonly owner: JobPerson | null
  readonly coAuthors: readonly JobPerson[]
  readonly coAuthorIds: readonly number[]
}

/**
 * People by a condition on `p`, members of the subscription or not: who is gone has no roles and an empty scope. `kind` and `job` say
 * what they are to which job.
 */
const people = (
  kind: RawBuilder<unknown>,
  job: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select ${kind} as kind, ${job} as job_id, p.id, p.public_id as "publicId", p.name, p.email,
         coalesce(m.roles, '{}') as roles, coalesce(m.grants, '{}') as grants,
         (m.person_id is not null and m.disabled_at is null and p.disabled_at is null) as active,
         case when not coalesce(m.all_assets, false) then array(
           select distinct ta.tag_id from membership_tag mt join tag_above ta on ta.above_id = mt.tag_id
            where mt.subscription_id = m.subscription_id and mt.person_id = m.person_id) end as scope_tags
    ${from} left join membership m on m.person_id = p.id and m.subscription_id = app_subscription()`

type PersonRow = Omit<JobPerson, 'scope'> & { kind: string; job_id: number; scope_tags: number[] | null }

const personOf = ({ kind: _kind, job_id: _job, scope_tags, ...person }: PersonRow): JobPerson => ({
  ...person,
  scope: scopeOfTags(scope_tags),
})

/** In the order of the ids; ids without a job are left out. */
export async function findJobAccess(trx: Trx, publicIds: readonly string[]): Promise<readonly JobAccess[]> {
  const { rows: jobs } = await sql<{ id: number; public_id: string; name: string }>`
    select j.id, j.public_id, j.name from job j where j.public_id = any(${[...publicIds]}::uuid[])`.execute(trx)
  const ids = jobs.map(job => job.id)
  const { rows } = await sql<PersonRow>`
    ${people(sql`'owner'`, sql`j.id`, sql`from job j join person p on p.id = j.owner_id`)}
     where j.id = any(${ids}::bigint[])
    union all
    ${people(sql`'coAuthor'`, sql`jc.job_id`, sql`from job_co_author jc join person p on p.id = jc.person_id`)}
     where jc.job_id = any(${ids}::bigint[])
     order by name, id`.execute(trx)
  return publicIds.flatMap(publicId => {
    const job = jobs.find(one => one.public_id === publicId)
    if (job === undefined) return []
    const owner = rows.find(row => row.kind === 'owner' && row.job_id === job.id)
    const coAuthors = rows.filter(row => row.kind === 'coAuthor' && row.job_id === job.id).map(personOf)
    const coAuthorIds = coAuthors.map(person => person.id)
    return [
      {
        id: job.id,
        publicId,
        name: job.name,
        owner: owner === undefined ? null : personOf(owner),
        coAuthors,
        coAuthorIds,
      },
    ]
  })
}

const owning = roles.filter(role => roleMay(role, 'job.own'))

/** The rule of `mayOwnJobs` (domain), asked of the tables. `personId`: any expression of a person's id. */
export const mayOwnJobs = (personId: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (
  select 1 from membership om join person op on op.id = om.person_id
   where om.person_id = ${personId} and om.subscription_id = app_subscription() and om.disabled_at is null
     and op.disabled_at is null and om.roles && ${owning}::text[])`

/** A person whom a job may belong to; null for who is no member. */
export async function findJobPerson(trx: Trx, publicId: string): Promise<JobPerson | null> {
  const { rows } = await sql<PersonRow & { member: boolean }>`
    select q.*, true as member from (${people(sql`'owner'`, sql`0`, sql`from person p`)} where p.public_id = ${publicId}
       and m.person_id is not null) q`.execute(trx)
  const row = rows[0]
  return row === undefined ? null : personOf(row)
}

/** An empty scope shows nothing, rows of jobs neither; all others see every row. */
export const seesRows = (principal: Principal): boolean =>
  principal.scope.kind === 'all' || principal.scope.tagIds.length > 0

/**
 * The job, if the speaker may open it. Throws Problem `not_found` where not even its row is seen, otherwise `forbidden` with the reason.
 */
export async function openJob(trx: Trx, principal: Principal, publicId: string): Promise<JobAccess> {
  const [job] = await findJobAccess(trx, [publicId])
  if (job === undefined) throw new Problem('not_found')
  const assigned = job.owner?.id === principal.personId || job.coAuthorIds.includes(principal.personId)
  if (!assigned && !seesRows(principal)) throw new Problem('not_found')
  refuseUnless(principal, 'job.view', job)
  return job
}
