import type { Grant, Role } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { searchable } from '../../database/search-columns.ts'

export interface StoredStanding {
  readonly roles: readonly Role[]
  readonly grants: readonly Grant[]
  readonly allAssets: boolean
  /** Without the tags below each. */
  readonly tagIds: readonly number[]
}

export interface MemberKey {
  readonly subscriptionId: number
  readonly personId: number
}

/** Writes of memberships and names; what belongs to signing in is that feature's. */
export const peopleStore = {
  async insertMembership(trx: Trx, key: MemberKey, standing: StoredStanding, now: Date): Promise<void> {
    await trx
      .insertInto('membership')
      .values({
        subscription_id: key.subscriptionId,
        person_id: key.personId,
        roles: [...standing.roles],
        grants: [...standing.grants],
        all_assets: standing.allAssets,
        created_at: now,
      })
      .execute()
    await insertTags(trx, key, standing.tagIds)
  },

  async setStanding(trx: Trx, key: MemberKey, standing: StoredStanding, now: Date): Promise<void> {
    await trx
      .updateTable('membership')
      .set({
        roles: [...standing.roles],
        grants: [...standing.grants],
        all_assets: standing.allAssets,
        modified_at: now,
      })
      .where('subscription_id', '=', key.subscriptionId)
      .where('person_id', '=', key.personId)
      .execute()
    await trx
      .deleteFrom('membership_tag')
      .where('subscription_id', '=', key.subscriptionId)
      .where('person_id', '=', key.personId)
      .execute()
    await insertTags(trx, key, standing.tagIds)
  },

  async setName(trx: Trx, personId: number, name: string): Promise<void> {
    await trx.updateTable('person').set(searchable('name', name)).where('id', '=', personId).execute()
  },

  async setDisabled(trx: Trx, key: MemberKey, at: Date | null, now: Date): Promise<void> {
    await trx
      .updateTable('membership')
      .set({ disabled_at: at, modified_at: now })
      .where('subscription_id', '=', key.subscriptionId)
      .where('person_id', '=', key.personId)
      .execute()
  },

  /** What hangs on the membership goes with it; jobs keep the name of their owner and need a new one. */
  async remove(trx: Trx, key: MemberKey): Promise<void> {
    await trx.deleteFrom('job_co_author').where('person_id', '=', key.personId).execute()
    await trx
      .updateTable('api_key')
      .set({ revoked_at: sql`coalesce(revoked_at, created_at)` })
      .where('person_id', '=', key.personId)
      .where('subscription_id', '=', key.subscriptionId)
      .execute()
    await sql`delete from api_key_token t using api_key k
               where k.id = t.api_key_id and k.person_id = ${key.personId} and k.subscription_id = ${key.subscriptionId}`.execute(
      trx,
    )
    await trx
      .deleteFrom('membership')
      .where('subscription_id', '=', key.subscriptionId)
      .where('person_id', '=', key.personId)
      .execute()
  },
}

async function insertTags(trx: Trx, key: MemberKey, tagIds: readonly number[]): Promise<void> {
  if (tagIds.length === 0) return
  await trx
    .insertInto('membership_tag')
    .values(tagIds.map(tag_id => ({ subscription_id: key.subscriptionId, person_id: key.personId, tag_id })))
    .execute()
}
