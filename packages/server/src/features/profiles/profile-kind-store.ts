import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { ProfileKind } from './profile-kind.ts'

/** What is written of profiles of both kinds alike; callers hold the lock of `lockProfiles`. */
export function createKindStore(kind: ProfileKind) {
  const profiles = sql.table(`${kind}_profile`)
  const tags = sql.table(`${kind}_profile_tag`)
  return {
    /** Ids of the tags that it names, in their order. */
    async readTags(trx: Trx, id: number): Promise<number[]> {
      const { rows } = await sql<{ tag_id: number }>`
        select n.tag_id from ${tags} n where n.profile_id = ${id} order by n.tag_id`.execute(trx)
      return rows.map(row => row.tag_id)
    },

    async setTags(trx: Trx, id: number, tagIds: readonly number[]): Promise<void> {
      await sql`delete from ${tags} where profile_id = ${id}`.execute(trx)
      await sql`
        insert into ${tags} (tag_id, profile_id, subscription_id)
        select v.id, ${id}::int, app_subscription() from unnest(${[...tagIds]}::int[]) as v(id)`.execute(trx)
    },

    /** Whether another profile of the kind has the name. */
    async isNameTaken(trx: Trx, nameFolded: string, exceptId: number | null): Promise<boolean> {
      const { rows } = await sql<{ id: number }>`
        select p.id from ${profiles} p where p.name_folded = ${nameFolded}`.execute(trx)
      return rows.some(row => row.id !== exceptId)
    },

    async remove(trx: Trx, id: number): Promise<void> {
      await sql`delete from ${profiles} where id = ${id}`.execute(trx)
    },
  }
}
