import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

// domain/src/licences/assign-licences.ts says the same of values; licences.db.test.ts holds one to the other.

/** The tags that decide, with all tags below them. */
export interface DecidingTags {
  /** null: no tag is named, so every activated asset is let in. */
  readonly include: readonly number[] | null
  readonly exclude: readonly number[]
}

export const noDecidingTags: DecidingTags = { include: null, exclude: [] }

export async function readDecidingTags(trx: Trx): Promise<DecidingTags> {
  const { rows } = await sql<{ side: 'include' | 'exclude'; ids: number[] }>`
    select g.side, array_agg(distinct u.tag_id) as ids
      from licence_tag g join tag_above u on u.above_id = g.tag_id group by g.side`.execute(trx)
  const idsOf = (side: string): number[] | null => rows.find(row => row.side === side)?.ids ?? null
  return { include: idsOf('include'), exclude: idsOf('exclude') ?? [] }
}

/** `asset a join agent_line l`: patching is activated for the asset. */
export const isActivated: RawBuilder<boolean> = sql<boolean>`(
  a.removed_at is null and a.activated_at is not null and l.deactivated_at is null
  and l.standing in ('active', 'quarantined'))`

/** `asset a join agent_line l`: whether the licence is meant for the one of this row. */
export function wantsLicence({ include, exclude }: DecidingTags): RawBuilder<boolean> {
  const parts = [
    isActivated,
    ...(include === null ? [] : [sql`exists (${carrying(include)})`]),
    ...(exclude.length === 0 ? [] : [sql`not exists (${carrying(exclude)})`]),
  ]
  return sql<boolean>`(${sql.join(parts, sql` and `)})`
}

const carrying = (tagIds: readonly number[]): RawBuilder<unknown> =>
  sql`select 1 from asset_tag t where t.asset_id = a.asset_id and t.tag_id = any(${[...tagIds]}::int[])`
