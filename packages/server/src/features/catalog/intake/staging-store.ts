import { createHash } from 'node:crypto'
import { canonicalJson } from '@patchyard/domain'
import type { Fact } from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** Adds facts to a reading; of two facts with one name the first stays. */
export async function stageFacts(trx: Trx, readingId: string, facts: readonly Fact[], nowMs: number): Promise<void> {
  if (facts.length === 0) return
  const rows = facts.map(fact => ({ ...fact, json: canonicalJson(fact.body) }))
  await sql`
    insert into catalog_staged (reading_id, kind, subject, name, hash, body, staged_at)
    select ${readingId}, v.kind, v.subject, v.name, v.hash, v.body, ${new Date(nowMs)}
      from unnest(
        ${rows.map(r => r.kind)}::text[], ${rows.map(r => r.subject)}::text[], ${rows.map(r => r.name)}::text[],
        ${rows.map(r => hashOf(r.json))}::bytea[], ${rows.map(r => r.json)}::jsonb[]
      ) as v(kind, subject, name, hash, body)
    on conflict do nothing`.execute(trx)
}

/** Half of SHA-256: it tells whether a fact has changed, and protects nothing. */
const hashOf = (json: string): Buffer => createHash('sha256').update(json).digest().subarray(0, 16)

export async function dropStaged(trx: Trx, readingId: string): Promise<void> {
  await trx.deleteFrom('catalog_staged').where('reading_id', '=', readingId).execute()
}

/** What readings have left behind that ended without their end: nobody reads for as long as a day. */
export async function dropForgotten(trx: Trx, nowMs: number): Promise<void> {
  await trx
    .deleteFrom('catalog_staged')
    .where('staged_at', '<', new Date(nowMs - 86_400_000))
    .execute()
}
