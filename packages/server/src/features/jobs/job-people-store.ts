import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { searchable } from '../../database/search-columns.ts'

/** What people change of a job beside its spec and state; nothing that the planner or the simulator does. */
export const jobPeopleStore = {
  async rename(trx: Trx, jobId: number, name: string, now: Date): Promise<void> {
    await trx
      .updateTable('job')
      .set({ ...searchable('name', name), modified_at: now })
      .where('id', '=', jobId)
      .execute()
  },

  async setOwner(trx: Trx, jobIds: readonly number[], personId: number, now: Date): Promise<void> {
    await sql`update job set owner_id = ${personId}, modified_at = ${now}
               where id = any(${[...jobIds]}::bigint[])`.execute(trx)
    // Whoever owns a job is more than its co-author.
    await sql`delete from job_co_author
               where job_id = any(${[...jobIds]}::bigint[]) and person_id = ${personId}`.execute(trx)
  },

  async addCoAuthor(trx: Trx, jobId: number, personId: number): Promise<void> {
    await sql`insert into job_co_author (job_id, person_id, subscription_id)
              values (${jobId}, ${personId}, app_subscription()) on conflict do nothing`.execute(trx)
  },

  async removeCoAuthor(trx: Trx, jobId: number, personId: number): Promise<void> {
    await trx.deleteFrom('job_co_author').where('job_id', '=', jobId).where('person_id', '=', personId).execute()
  },

  /** Of a job that never ran. */
  async remove(trx: Trx, jobId: number): Promise<void> {
    await trx.deleteFrom('job_co_author').where('job_id', '=', jobId).execute()
    await trx.deleteFrom('job_tag').where('job_id', '=', jobId).execute()
    await trx.deleteFrom('job_spec').where('job_id', '=', jobId).execute()
    await trx.deleteFrom('job').where('id', '=', jobId).execute()
  },
}
