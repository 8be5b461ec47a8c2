import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** Documents that other documents name: how many are here, and which of them are to go. */
export interface Going {
  readonly known: number
  readonly ids: readonly number[]
  /** Of these, how many are here. */
  readonly taken: number
}

/** Fewer documents than that may go at once: an index of a handful is no accident of its publisher. */
const FEW = 50
const KEPT_SHARE = 0.8

/** More than a fifth of what is here would go. */
export const isTooMuch = ({ known, taken }: Going): boolean => known >= FEW && known - taken < known * KEPT_SHARE

/**
 * `named`: parts of all documents that there are; null: that is not known. `withdrawn`: parts of those that their publisher took back, and
 * when; what changed since was published anew.
 */
export async function findGoing(
  trx: Trx,
  sourceId: number,
  named: readonly string[] | null,
  withdrawn: readonly { readonly part: string; readonly at: Date }[],
): Promise<Going> {
  const unnamed = named === null ? sql<boolean>`false` : sql<boolean>`d.part <> all(${[...named]}::text[])`
  const { rows } = await sql<{ id: number; is_here: boolean; is_going: boolean }>`
    with withdrawn as materialized (
      select v.part, max(v.at) as at
        from unnest(${withdrawn.map(one => one.part)}::text[], ${withdrawn.map(one => one.at)}::timestamptz[]) as v(part, at)
       group by v.part
    )
    select d.id, d.sha256 <> '' as is_here,
           (${unnamed} or (w.at is not null and (d.changed_at is null or d.changed_at <= w.at))) as is_going
      from feed_document d left join withdrawn w on w.part = d.part
     where d.source_id = ${sourceId} and not d.is_root and d.state <> 'gone'`.execute(trx)
  const going = rows.filter(row => row.is_going)
  return {
    known: rows.filter(row => row.is_here).length,
    ids: going.map(row => row.id),
    taken: going.filter(row => row.is_here).length,
  }
}

/** Their facts are taken out of the catalog, then the rows. */
export async function markGone(trx: Trx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update feed_document set state = 'gone' where id = any(${[...ids]}::int[])`.execute(trx)
}

/** What another reader has read is read once more, from the bytes that are here; nothing is asked of the network for it. */
export async function wantOldReadings(trx: Trx, feed: string, reader: number): Promise<void> {
  await sql`
    update feed_document d
       set state = 'wanted', pending_sha256 = d.sha256, pending_bytes = d.bytes, pending_since = d.fetched_at
      from feed_source s
     where s.id = d.source_id and s.feed = ${feed} and s.removed_at is null and d.state = 'ok' and d.sha256 <> ''
       and d.pending_sha256 = '' and d.reader <> ${reader}`.execute(trx)
}
