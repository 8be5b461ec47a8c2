import type { ProfileDocument } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { documentDigest } from './document-digest.ts'
import type { ProfileRecord } from './profile-kind.ts'
import { createKindStore } from './profile-kind-store.ts'

export interface ConfigurationRecord extends ProfileRecord {
  readonly name: string
  readonly description: string
  readonly priority: number
  readonly document: ProfileDocument
  readonly digest: string
}

export interface ConfigurationValues {
  readonly name: string
  readonly nameFolded: string
  readonly description: string
  readonly document: ProfileDocument
}

const ofKind = createKindStore('configuration')
const subscription = sql<number>`app_subscription()`
const columnsOf = (values: ConfigurationValues) => ({
  name: values.name,
  name_folded: values.nameFolded,
  description: values.description,
  document: JSON.stringify(values.document),
  digest: documentDigest(values.document),
})

/** Writes `configuration_profile` and its tags; callers hold the lock of `lockProfiles`. */
export const configurationProfileStore = {
  ...ofKind,

  async find(trx: Trx, publicId: string): Promise<ConfigurationRecord | null> {
    const row = await trx
      .selectFrom('configuration_profile')
      .selectAll()
      .where('public_id', '=', publicId)
      .executeTakeFirst()
    if (row === undefined) return null
    return {
      id: row.id,
      publicId: row.public_id,
      name: row.name,
      description: row.description,
      isDefault: row.is_default,
      priority: row.priority,
      document: row.document as ProfileDocument,
      digest: row.digest.toString('hex'),
      tagIds: await ofKind.readTags(trx, row.id),
    }
  },

  /** All but the default, first asked first. */
  async inOrder(trx: Trx): Promise<{ id: number; publicId: string }[]> {
    const rows = await trx
      .selectFrom('configuration_profile')
      .select(['id', 'public_id'])
      .where('is_default', '=', false)
      .orderBy('priority')
      .execute()
    return rows.map(row => ({ id: row.id, publicId: row.public_id }))
  },

  async insert(
    trx: Trx,
    publicId: string,
    values: ConfigurationValues & { readonly priority: number },
    now: Date,
  ): Promise<number> {
    const row = await trx
      .insertInto('configuration_profile')
      .values({
        subscription_id: subscription,
        public_id: publicId,
        priority: values.priority,
        ...columnsOf(values),
        created_at: now,
        modified_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  async update(trx: Trx, id: number, values: ConfigurationValues, now: Date): Promise<void> {
    await trx
      .updateTable('configuration_profile')
      .set({ ...columnsOf(values), modified_at: now })
      .where('id', '=', id)
      .execute()
  },

  /** Priorities 1, 2, … in this order; the list names every profile but the default. */
  async setOrder(trx: Trx, ids: readonly number[]): Promise<void> {
    await sql`
      update configuration_profile set priority = v.n
        from unnest(${[...ids]}::int[]) with ordinality as v(id, n)
       where configuration_profile.id = v.id and configuration_profile.priority <> v.n`.execute(trx)
  },
}
