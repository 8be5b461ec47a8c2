import type { ScopeBits } from '@patchyard/query'
import { sql } from 'kysely'
import type { Database, Trx } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'

// Which assets a scope has, kept from one request to the next. It is asked each time whether tags of assets have changed since,
// so that a change is seen by the next request, whichever process made it; whoever is told "no" saves the join that every list,
// count and facet would make: 100,000 assets with 50 tags, 300 ms of processor time in place of 900 (docs/performance.md, scopes).

export interface ScopeBitsCache {
  /** The speaker with the bits of the scope, where it has many assets; of a small scope the join costs nothing. */
  with(principal: Principal): Promise<Principal>
}

/** Rows of `asset_tag` from which on bits are worth their keeping. */
const MANY = 2000
/** Ids spread wider than this cost more to send than the join. */
const MOST_BYTES = 1 << 18
const MOST_KEPT = 500

interface Kept {
  readonly state: string
  /** null: few assets, or spread too wide. */
  readonly bits: Promise<ScopeBits | null>
}

export function createScopeBits(ports: { database: Database; many?: number }): ScopeBitsCache {
  const { database, many = MANY } = ports
  const kept = new Map<string, Kept>()

  async function read(subscriptionId: number, tagIds: readonly number[]): Promise<ScopeBits | null> {
    const key = `${subscriptionId} ${tagIds.toSorted((a, b) => a - b).join()}`
    return database.inSubscription(
      subscriptionId,
      async trx => {
        // Before the assets: what is read behind it is of this state or of a later one, never of an earlier.
        const state = await readState(trx)
        const known = kept.get(key)
        if (known?.state === state) return known.bits
        const bits = readBits(trx, tagIds, many)
        kept.delete(key)
        kept.set(key, { state, bits })
        for (const oldest of kept.keys()) {
          if (kept.size <= MOST_KEPT) break
          kept.delete(oldest)
        }
        bits.catch(() => kept.delete(key))
        return bits
      },
      { readOnly: true },
    )
  }

  return {
    async with(principal) {
      const { subscriptionId, scope } = principal
      if (scope.kind === 'all' || scope.tagIds.length === 0) return principal
      const scopeBits = await read(subscriptionId, scope.tagIds)
      return scopeBits === null ? principal : { ...principal, scopeBits }
    },
  }
}

async function readState(trx: Trx): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select count(*) || ' ' || coalesce(max(c.id), 0) as state from asset_tag_change c
     where c.subscription_id = app_subscription()`.execute(trx)
  return rows[0]?.state ?? ''
}

async function readBits(trx: Trx, tagIds: readonly number[], many: number): Promise<ScopeBits | null> {
  const ids = [...tagIds]
  // Of a small scope only so much is read as tells that it is small.
  const few = await sql<{ n: number }>`
    select count(*) as n from (select 1 from asset_tag t
     where t.subscription_id = app_subscription() and t.tag_id = any(${ids}::int[]) limit ${many}) f`.execute(trx)
  if ((few.rows[0]?.n ?? 0) < many) return null
  const { rows } = await sql<{ ids: Buffer; lowest: number; highest: number }>`
    select string_agg(int8send(t.asset_id), ''::bytea) as ids, min(t.asset_id) as lowest, max(t.asset_id) as highest
      from asset_tag t where t.subscription_id = app_subscription() and t.tag_id = any(${ids}::int[])`.execute(trx)
  const row = rows[0]
  if (row === undefined || row.ids === null) return null
  const from = row.lowest
  const bytes = Math.floor((row.highest - from) / 8) + 1
  if (bytes > MOST_BYTES) return null
  const bits = Buffer.alloc(bytes)
  for (let at = 0; at < row.ids.length; at += 8) {
    const bit = Number(row.ids.readBigInt64BE(at)) - from
    bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  return { from, bits }
}
