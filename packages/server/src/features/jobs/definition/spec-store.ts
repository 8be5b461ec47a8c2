import type { JobDefinition } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { jobColumns } from './job-columns.ts'

export interface NewSpec {
  readonly jobId: number
  readonly version: number
  readonly spec: JobDefinition
  readonly specText: string
  readonly specDigest: string
  readonly authorId: number
  readonly now: Date
}

/** Adds a version of a job, and the tags that it names to what tags are used for. */
export async function insertSpec(trx: Trx, spec: NewSpec): Promise<void> {
  await trx
    .insertInto('job_spec')
    .values({
      job_id: spec.jobId,
      version: spec.version,
      subscription_id: sql<number>`app_subscription()`,
      document: spec.specText,
      digest: Buffer.from(spec.specDigest, 'hex'),
      author_id: spec.authorId,
      created_at: spec.now,
    })
    .execute()
  await setTags(trx, spec)
}

/** The job has this version from now on. The caller holds its lock, and `version` is the next one. */
export async function replaceSpec(trx: Trx, spec: NewSpec): Promise<void> {
  await trx.deleteFrom('job_tag').where('job_id', '=', spec.jobId).execute()
  await insertSpec(trx, spec)
  await trx
    .updateTable('job')
    .set({ ...jobColumns(spec.spec), spec_version: spec.version, modified_at: spec.now })
    .where('id', '=', spec.jobId)
    .execute()
}

async function setTags(trx: Trx, { jobId, spec }: NewSpec): Promise<void> {
  const { tags, excludeTags } = spec.assets
  if (tags.length + excludeTags.length === 0) return
  await sql`
    insert into job_tag (job_id, tag_id, subscription_id, kind)
    select ${jobId}, t.id, app_subscription(), case when t.public_id = any(${[...tags]}::uuid[]) then 'include' else 'exclude' end
      from tag t where t.public_id = any(${[...tags, ...excludeTags]}::uuid[])`.execute(trx)
}
