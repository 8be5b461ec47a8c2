import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

/** 128 bits of SHA-256 over the row's text: the identity of a distinct row in its dictionary. */
export function rowHash(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, 16)
}

export interface Distinct<T> {
  readonly hash: Buffer
  readonly value: T
}

/** Distinct values sorted by hash: every transaction inserts in one order, so 500 agents at once cannot deadlock. */
export function distinctSorted<T>(values: readonly T[], textOf: (value: T) => string): Distinct<T>[] {
  const byHash = new Map<string, Distinct<T>>()
  for (const value of values) {
    const hash = rowHash(textOf(value))
    byHash.set(hash.toString('hex'), { hash, value })
  }
  return [...byHash.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, distinct]) => distinct)
}

export type Dictionary = 'package_version' | 'package_update' | 'advisory'

/**
 * Ids of the rows in a dictionary, inserting what is not there. Order: look up, insert the rest with ids drawn by us
 * (an id lost to a conflict is lost: int4 lasts), look up again what another transaction inserted meanwhile.
 */
export async function internRows<T>(
  trx: Trx,
  dictionary: Dictionary,
  rows: readonly Distinct<T>[],
  insert: (missing: readonly Distinct<T>[]) => Promise<void>,
): Promise<{ ids: Map<string, number>; fresh: number }> {
  const ids = await findIds(
    trx,
    dictionary,
    rows.map(r => r.hash),
  )
  const missing = rows.filter(r => !ids.has(r.hash.toString('hex')))
  if (missing.length === 0) return { ids, fresh: 0 }
  await insert(missing)
  for (const [hash, id] of await findIds(
    trx,
    dictionary,
    missing.map(r => r.hash),
  ))
    ids.set(hash, id)
  return { ids, fresh: missing.length }
}

async function findIds(trx: Trx, dictionary: Dictionary, hashes: readonly Buffer[]): Promise<Map<string, number>> {
  if (hashes.length === 0) return new Map()
  const rows = await sql<{ id: number; row_hash: Buffer }>`
    select d.id, d.row_hash from ${sql.table(dictionary)} d
     where d.subscription_id = app_subscription() and d.row_hash = any(${[...hashes]}::bytea[])`.execute(trx)
  return new Map(rows.rows.map(row => [row.row_hash.toString('hex'), row.id]))
}

/** Ascending, each once: what `int[]` columns hold. */
export function sortedIds(ids: Iterable<number>): number[] {
  return [...new Set(ids)].sort((a, b) => a - b)
}
