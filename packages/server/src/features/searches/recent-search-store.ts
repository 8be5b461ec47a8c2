import type { Entity } from '@patchyard/query'
import type { FindingState } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

/** Searches that are kept for one person and list; the oldest go. */
export const RECENT_KEPT = 20

export interface RecentSearchRecord {
  readonly subscriptionId: number
  readonly personId: number
  readonly entity: Entity
  /** Of the canonical texts and the status: the same search has one row. */
  readonly digest: Uint8Array
  readonly query: string
  readonly having: string | null
  readonly status: FindingState | null
  readonly usedAt: Date
}

export const recentSearchStore = {
  /** Puts a search in front, and forgets what is older than the twentieth. */
  async note(trx: Trx, search: RecentSearchRecord): Promise<void> {
    const digest = Buffer.from(search.digest)
    await trx
      .insertInto('recent_search')
      .values({
        subscription_id: search.subscriptionId,
        person_id: search.personId,
        entity: search.entity,
        digest,
        query: search.query,
        having_text: search.having,
        status: search.status,
        used_at: search.usedAt,
      })
      .onConflict(conflict =>
        conflict
          .columns(['subscription_id', 'person_id', 'entity', 'digest'])
          .doUpdateSet({ query: search.query, having_text: search.having, used_at: search.usedAt }),
      )
      .execute()
    await sql`
      delete from recent_search s using (
        select r.digest from recent_search r
         where r.subscription_id = ${search.subscriptionId} and r.person_id = ${search.personId} and r.entity = ${search.entity}
         order by r.used_at desc, r.digest offset ${RECENT_KEPT}) old
       where s.subscription_id = ${search.subscriptionId} and s.person_id = ${search.personId}
         and s.entity = ${search.entity} and s.digest = old.digest`.execute(trx)
  },

  async clear(trx: Trx, personId: number, entity: Entity | undefined): Promise<void> {
    let forget = trx.deleteFrom('recent_search').where('person_id', '=', personId)
    if (entity !== undefined) forget = forget.where('entity', '=', entity)
    await forget.execute()
  },
}
