import type { AssetPick } from '@patchyard/api'
import type { AgentStanding } from '@patchyard/domain'
import { assetInScope, compileList } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { readSelection } from '../../queries/list-request.ts'
import { contextOf } from '../../queries/query-context.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { assetList } from './assets-read-model.ts'

export interface NamedAsset {
  readonly assetId: number
  readonly publicId: string
  readonly name: string
}

export interface PickedAsset extends NamedAsset {
  readonly standing: AgentStanding
  readonly isDeactivated: boolean
}

/**
 * The assets that somebody means, in the order of their ids. By ids all or nothing: one that does not exist for the caller
 * (not here, out of scope, removed) is `not_found`, and nothing happens to the others. By query the number must be the one
 * that the caller saw: otherwise `conflict`. Throws also `malformed` and `query_invalid`.
 */
export async function pickAssets(
  trx: Trx,
  principal: Principal,
  pick: AssetPick,
  nowMs: number,
): Promise<readonly PickedAsset[]> {
  if (pick.ids !== undefined) {
    for (const other of ['query', 'having', 'status', 'count'] as const) {
      if (pick[other] !== undefined)
        throw new Problem('malformed', { field: `/${other}`, detail: 'either ids or a query' })
    }
    const found = await readPicked(trx, principal, { publicIds: pick.ids }, nowMs)
    const known = new Set(found.map(asset => asset.publicId))
    const lost = pick.ids.find(id => !known.has(id))
    if (lost !== undefined) throw new Problem('not_found', { field: '/ids', detail: `${lost} does not exist` })
    return found
  }
  const { count } = pick
  if (pick.query === undefined || count === undefined) {
    throw new Problem('malformed', { field: '/ids', detail: 'give ids, or a query with the count that you mean' })
  }
  const { query, having, status, sort } = readSelection(assetList, pick)
  const request = { entity: assetList.entity, query, having, status, sort, after: null, limit: count }
  const compiled = compileList(request, contextOf(principal, nowMs))
  const { rows } = await sqlOf<{ id: number }>(compiled.page).execute(trx)
  if (rows.length !== count) {
    const now = rows.length > count ? `more than ${count}` : String(rows.length)
    throw new Problem('conflict', { field: '/count', detail: `the query finds ${now} assets now, not ${count}` })
  }
  return readPicked(trx, principal, { assetIds: rows.map(row => row.id) }, nowMs)
}

async function readPicked(
  trx: Trx,
  principal: Principal,
  by: { readonly publicIds: readonly string[] } | { readonly assetIds: readonly number[] },
  nowMs: number,
): Promise<readonly PickedAsset[]> {
  const named =
    'publicIds' in by
      ? sql`a.public_id = any(${[...by.publicIds]}::uuid[])`
      : sql`a.asset_id = any(${[...by.assetIds]}::bigint[])`
  const { rows } = await sql<PickedAsset>`
    select a.asset_id as "assetId", a.public_id as "publicId", a.name, l.standing,
           l.deactivated_at is not null as "isDeactivated"
      from asset a join agent_line l on l.asset_id = a.asset_id
     where ${named} and a.removed_at is null and ${sqlOf(assetInScope(contextOf(principal, nowMs), 'asset'))}
     order by a.asset_id`.execute(trx)
  return rows
}

/** The first `most` assets, by id, whose agents were last heard of before `since`. */
export async function readSilent(trx: Trx, since: Date, most: number): Promise<readonly NamedAsset[]> {
  const { rows } = await sql<NamedAsset>`
    select a.asset_id as "assetId", a.public_id as "publicId", a.name
      from agent_line l join asset a on a.asset_id = l.asset_id
     where l.seen_at < ${since} and l.standing in ('active', 'quarantined') and a.removed_at is null
     order by a.asset_id limit ${most}`.execute(trx)
  return rows
}
