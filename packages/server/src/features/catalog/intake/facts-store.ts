import type { FeedName } from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

export interface Part {
  readonly id: number
  /** How many facts it has; 0 when it is new. */
  readonly factCount: number
}

/** The part, locked until COMMIT: two readings of one part come one after the other. */
export async function lockPart(
  trx: Trx,
  part: { readonly sourceId: number; readonly feed: FeedName; readonly part: string },
  nowMs: number,
): Promise<Part> {
  const row = await trx
    .insertInto('catalog_part')
    .values({ source_id: part.sourceId, feed: part.feed, part: part.part, applied_at: new Date(nowMs) })
    .onConflict(c => c.columns(['source_id', 'part']).doUpdateSet({ applied_at: new Date(nowMs) }))
    .returning(['id', 'fact_count'])
    .executeTakeFirstOrThrow()
  return { id: row.id, factCount: row.fact_count }
}

export async function countStaged(trx: Trx, readingId: string): Promise<number> {
  const { n } = await trx
    .selectFrom('catalog_staged')
    .select(e => e.fn.countAll<number>().as('n'))
    .where('reading_id', '=', readingId)
    .executeTakeFirstOrThrow()
  return n
}

export interface Applied {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/** Puts a reading in the place of what the part has, and notes every subject of which something is different now. */
export async function applyStaged(
  trx: Trx,
  readingId: string,
  partId: number,
  isWhole: boolean,
  nowMs: number,
): Promise<Applied> {
  const { rows } = await sql<Applied>`
    with removed as (
      delete from catalog_fact f
       where f.part_id = ${partId} and ${isWhole}
         and not exists (select 1 from catalog_staged s where s.reading_id = ${readingId}
                            and (s.kind, s.subject, s.name) = (f.kind, f.subject, f.name))
      returning f.kind, f.subject
    ), known as (
      select s.kind, s.subject, s.name, f.hash is null as is_new, s.hash, s.body
        from catalog_staged s
        left join catalog_fact f on f.part_id = ${partId} and (f.kind, f.subject, f.name) = (s.kind, s.subject, s.name)
       where s.reading_id = ${readingId} and f.hash is distinct from s.hash
    ), written as (
      insert into catalog_fact (part_id, kind, subject, name, hash, body, since)
      select ${partId}, k.kind, k.subject, k.name, k.hash, k.body, ${new Date(nowMs)} from known k
       order by k.kind, k.subject, k.name
      on conflict (part_id, kind, subject, name) do update
         set hash = excluded.hash, body = excluded.body, since = excluded.since
    ), due as (
      insert into catalog_due (kind, subject)
      select distinct d.kind, d.subject from (select kind, subject from removed union all select kind, subject from known) d
       order by 1, 2
      on conflict do nothing
    )
    select (select count(*) from known k where k.is_new) as added, (select count(*) from known k where not k.is_new) as changed,
           (select count(*) from removed) as removed`.execute(trx)
  const applied = rows[0] ?? { added: 0, changed: 0, removed: 0 }
  await sql`
    update catalog_part set fact_count = (select count(*) from catalog_fact f where f.part_id = ${partId})
     where id = ${partId}`.execute(trx)
  return applied
}

/** Takes back everything that a source has said. */
export async function dropSource(trx: Trx, sourceId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with parts as (select id from catalog_part where source_id = ${sourceId}),
    gone as (delete from catalog_fact f using parts p where f.part_id = p.id returning f.kind, f.subject),
    due as (
      insert into catalog_due (kind, subject) select distinct g.kind, g.subject from gone g order by 1, 2 on conflict do nothing
    )
    select count(*) as n from gone`.execute(trx)
  await trx.deleteFrom('catalog_part').where('source_id', '=', sourceId).execute()
  return rows[0]?.n ?? 0
}
