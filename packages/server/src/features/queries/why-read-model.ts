import type { FindingState } from '@patchyard/api'
import {
  compileObject,
  type Entity,
  type QueryContext,
  type QueryObject,
  type QueryTree,
  tokensAsked,
} from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { sqlOf } from '../../queries/sql-of.ts'

/** As many digits as a bigint holds for certain. */
const number = /^[1-9]\d{0,17}$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Internal id by the public one; whether it may be seen is for `readValues` to say. */
export async function findObject(trx: Trx, entity: Entity, publicId: string): Promise<number | null> {
  const id = publicId.toLowerCase()
  if (entity === 'audit') return number.test(id) ? Number(id) : null
  if (entity !== 'vulnerability' && !uuid.test(id)) return null
  const { rows } = await sql<{ id: number }>`${byPublicId[entity](id)}`.execute(trx)
  return rows[0]?.id ?? null
}

const byPublicId: { readonly [E in Exclude<Entity, 'audit'>]: (id: string) => RawBuilder<unknown> } = {
  asset: id => sql`select asset_id as id from asset where public_id = ${id}`,
  patch: id => sql`select id from patch where public_id = ${id}`,
  job: id => sql`select id from job where public_id = ${id}`,
  task: id => sql`select id from task where public_id = ${id}`,
  // What the feeds know stands in front of what was reported.
  vulnerability: id => sql`select id from cve where cve = ${id.toUpperCase()} order by subscription_id limit 1`,
}

/** What one calls an object. */
const nameTokens: { readonly [E in Entity]: string } = {
  asset: 'name',
  patch: 'title',
  job: 'name',
  task: 'asset.name',
  vulnerability: 'cve',
  audit: 'action',
}

export interface ObjectValues {
  readonly name: string
  readonly values: QueryObject
}

/** What the query asks of an object; null: it is not there, not in this list, or not in scope. */
export async function readValues(
  trx: Trx,
  tree: QueryTree,
  id: number,
  context: QueryContext,
): Promise<ObjectValues | null> {
  const { entity } = tree
  const nameToken = nameTokens[entity]
  const statement = compileObject(entity, [nameToken, ...tokensAsked(tree)], id, context)
  const { rows } = await sqlOf<{ object: QueryObject }>(statement).execute(trx)
  const values = rows[0]?.object
  if (values === undefined) return null
  return { name: nameOf(values, nameToken), values }
}

function nameOf(values: QueryObject, token: string): string {
  let value: unknown = values
  for (const part of token.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[part]
  return typeof value === 'string' ? value : ''
}

/** The finding between an asset and a patch, and whether it is in the state that was asked for. */
export async function readFinding(
  trx: Trx,
  { assetId, patchId }: { assetId: number; patchId: number },
  asked: FindingState | null,
): Promise<{ state: 'missing' | 'installed' | null; isLatest: boolean; holds: boolean }> {
  const row = await trx
    .selectFrom('finding')
    .select(['status', 'latest'])
    .where('asset_id', '=', assetId)
    .where('patch_id', '=', patchId)
    .executeTakeFirst()
  if (row === undefined) return { state: null, isLatest: false, holds: false }
  const state = row.status === 1 ? 'missing' : 'installed'
  const holds = asked === null || (asked === 'latestMissing' ? state === 'missing' && row.latest : asked === state)
  return { state, isLatest: row.latest, holds }
}
