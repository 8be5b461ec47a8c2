import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { ProfileRecord } from './profile-kind.ts'
import { createKindStore } from './profile-kind-store.ts'

export interface AssessmentRecord extends ProfileRecord {
  readonly name: string
  readonly enabled: boolean
  readonly scanEveryS: number
}

export interface AssessmentValues {
  readonly name: string
  readonly nameFolded: string
  readonly enabled: boolean
  readonly scanEveryS: number
}

const ofKind = createKindStore('assessment')
const subscription = sql<number>`app_subscription()`

/** Writes `assessment_profile` and its tags; callers hold the lock of `lockProfiles`. */
export const assessmentProfileStore = {
  ...ofKind,

  async find(trx: Trx, publicId: string): Promise<AssessmentRecord | null> {
    const row = await trx
      .selectFrom('assessment_profile')
      .selectAll()
      .where('public_id', '=', publicId)
      .executeTakeFirst()
    if (row === undefined) return null
    return {
      id: row.id,
      publicId: row.public_id,
      name: row.name,
      isDefault: row.is_default,
      enabled: row.enabled,
      scanEveryS: row.scan_every_s,
      tagIds: await ofKind.readTags(trx, row.id),
    }
  },

  async count(trx: Trx): Promise<number> {
    const row = await trx
      .selectFrom('assessment_profile')
      .select(b => b.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return row.n
  },

  /** Of these tags the first that another profile names, with that profile's name. */
  async takenTag(
    trx: Trx,
    tagIds: readonly number[],
    exceptId: number | null,
  ): Promise<{ tag: string; profile: string } | null> {
    const row = await trx
      .selectFrom('assessment_profile_tag')
      .innerJoin('assessment_profile', 'assessment_profile.id', 'assessment_profile_tag.profile_id')
      .innerJoin('tag', 'tag.id', 'assessment_profile_tag.tag_id')
      .select(['tag.name as tag', 'assessment_profile.name as profile'])
      .where(sql<boolean>`assessment_profile_tag.tag_id = any(${[...tagIds]}::int[])`)
      .where(sql<boolean>`assessment_profile_tag.profile_id is distinct from ${exceptId}`)
      .orderBy('tag.name_folded')
      .executeTakeFirst()
    return row ?? null
  },

  async insert(trx: Trx, publicId: string, values: AssessmentValues, now: Date): Promise<number> {
    const row = await trx
      .insertInto('assessment_profile')
      .values({
        subscription_id: subscription,
        public_id: publicId,
        name: values.name,
        name_folded: values.nameFolded,
        enabled: values.enabled,
        scan_every_s: values.scanEveryS,
        created_at: now,
        modified_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  },

  async update(trx: Trx, id: number, values: AssessmentValues, now: Date): Promise<void> {
    await trx
      .updateTable('assessment_profile')
      .set({
        name: values.name,
        name_folded: values.nameFolded,
        enabled: values.enabled,
        scan_every_s: values.scanEveryS,
        modified_at: now,
      })
      .where('id', '=', id)
      .execute()
  },
}
