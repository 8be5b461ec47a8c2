import type { FactBody, FactKind, FeedName } from '@patchyard/feeds'
import { trustRank } from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** Takes subjects that are to be composed; they are due again when the transaction does not come to its end. */
export async function claimDue(trx: Trx, kind: FactKind, most: number): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    delete from catalog_due d
     where (d.kind, d.subject) in (
       select c.kind, c.subject from catalog_due c where c.kind = ${kind} order by c.subject limit ${most} for update skip locked
     )
    returning d.subject`.execute(trx)
  return rows.map(row => row.subject).toSorted()
}

export async function addDue(trx: Trx, kind: FactKind, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return
  await sql`
    insert into catalog_due (kind, subject) select ${kind}, v.subject from unnest(${[...subjects]}::text[]) as v(subject)
     order by 2 on conflict do nothing`.execute(trx)
}

export async function countDue(trx: Trx): Promise<number> {
  const row = await trx
    .selectFrom('catalog_due')
    .select(e => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return row.n
}

/**
 * All facts about these subjects, those of the most trusted feed first. What one feed says in several documents of one thing (a KB stands in
 * each month that adds a CVE to it) stands in the order of how much each knows, then of sources and names.
 */
export async function factsAbout(
  trx: Trx,
  kind: FactKind,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, readonly FactBody[]>> {
  const { rows } = await sql<{ subject: string; feed: FeedName; body: FactBody }>`
    select f.subject, p.feed, f.body from catalog_fact f join catalog_part p on p.id = f.part_id
     where f.kind = ${kind} and f.subject = any(${[...subjects]}::text[])
     order by f.subject, p.source_id, p.part, f.name`.execute(trx)
  const bySubject = new Map<string, { rank: number; body: FactBody }[]>(subjects.map(subject => [subject, []]))
  for (const { subject, feed, body } of rows) bySubject.get(subject)?.push({ rank: trustRank(feed), body })
  return new Map(
    [...bySubject].map(([subject, facts]) => [
      subject,
      facts.toSorted((a, b) => a.rank - b.rank || knows(b.body) - knows(a.body)).map(({ body }) => body),
    ]),
  )
}

const knows = (body: FactBody): number => (body.kind === 'patch' ? body.cves.length : 0)
