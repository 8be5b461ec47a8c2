import type { FindingState } from '@patchyard/api'
import type { Entity } from '@patchyard/query'
import type { Trx } from '../../database/database.ts'
import { sqlStateOf } from '../../database/sql-state.ts'
import { Problem } from '../../errors/problem.ts'

/** What a search asks, as typed and as the language wrote it at `languageVersion`. */
export interface SearchTexts {
  readonly query: string
  readonly queryCanonical: string
  readonly having: string | null
  readonly havingCanonical: string | null
  readonly status: FindingState | null
  readonly languageVersion: number
}

export interface SavedSearchRecord extends SearchTexts {
  readonly id: number
  readonly publicId: string
  readonly personId: number
  readonly entity: Entity
  readonly name: string
  readonly shared: boolean
}

export type NewSavedSearch = Omit<SavedSearchRecord, 'id'> & {
  readonly subscriptionId: number
  readonly nameFolded: string
  readonly now: Date
}

const columnsOf = (texts: SearchTexts) => ({
  query: texts.query,
  query_canonical: texts.queryCanonical,
  having_text: texts.having,
  having_canonical: texts.havingCanonical,
  status: texts.status,
  language_version: texts.languageVersion,
})

/** Writes of `saved_search`. A name that the owner already uses for this list is Problem `conflict`. */
export const savedSearchStore = {
  async insert(trx: Trx, search: NewSavedSearch): Promise<void> {
    const row = await trx
      .insertInto('saved_search')
      .values({
        subscription_id: search.subscriptionId,
        public_id: search.publicId,
        person_id: search.personId,
        entity: search.entity,
        name: search.name,
        name_folded: search.nameFolded,
        ...columnsOf(search),
        shared: search.shared,
        created_at: search.now,
        modified_at: search.now,
      })
      .onConflict(conflict => conflict.columns(['subscription_id', 'person_id', 'entity', 'name_folded']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) throw nameTaken()
  },

  /** Locked until the transaction ends. */
  async lock(trx: Trx, publicId: string): Promise<SavedSearchRecord | null> {
    const row = await trx
      .selectFrom('saved_search')
      .selectAll()
      .where('public_id', '=', publicId)
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) return null
    return {
      id: row.id,
      publicId: row.public_id,
      personId: row.person_id,
      entity: row.entity as Entity,
      name: row.name,
      query: row.query,
      queryCanonical: row.query_canonical,
      having: row.having_text,
      havingCanonical: row.having_canonical,
      status: row.status as FindingState | null,
      languageVersion: row.language_version,
      shared: row.shared,
    }
  },

  async update(
    trx: Trx,
    search: SearchTexts & { id: number; name: string; nameFolded: string; shared: boolean; now: Date },
  ): Promise<void> {
    try {
      await trx
        .updateTable('saved_search')
        .set({
          name: search.name,
          name_folded: search.nameFolded,
          ...columnsOf(search),
          shared: search.shared,
          modified_at: search.now,
        })
        .where('id', '=', search.id)
        .execute()
    } catch (error) {
      // 23505 unique_violation: the only unique key that a change can meet is the name.
      if (sqlStateOf(error) === '23505') throw nameTaken()
      throw error
    }
  },

  async remove(trx: Trx, id: number): Promise<void> {
    await trx.deleteFrom('saved_search').where('id', '=', id).execute()
  },

  async countOf(trx: Trx, personId: number): Promise<number> {
    const { n } = await trx
      .selectFrom('saved_search')
      .select(eb => eb.fn.countAll<number>().as('n'))
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return n
  },
}

const nameTaken = (): Problem =>
  new Problem('conflict', { field: 'body/name', detail: 'you have a search of this name on this list' })
