import { compileMatches, type QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { sqlOf } from '../../../queries/sql-of.ts'

/** A patch that the asker may see, and the number under which the catalog has it; null where no feed speaks of it. */
export interface FoundPatch {
  readonly id: number
  readonly catalogId: number | null
}

/**
 * null: there is none that the asker can see, as in the list: of a scope, what one of its assets misses or has. A link to the catalog's
 * own patch leads to the subscription's where that is the same.
 */
export async function findPatch(
  trx: Trx,
  by: { readonly publicId: string } | { readonly key: string },
  context: QueryContext,
): Promise<FoundPatch | null> {
  const named = 'key' in by ? sql`p.key = ${by.key}` : sql`p.public_id = ${by.publicId}`
  const { rows } = await sql<{ id: number; subscription_id: number; own: number | null; catalog: number | null }>`
    select p.id, p.subscription_id,
           (select t.patch_id from patch_twin t where t.catalog_id = p.id and t.subscription_id = ${context.subscriptionId}) as own,
           (select t.catalog_id from patch_twin t where t.patch_id = p.id and t.subscription_id = ${context.subscriptionId}) as catalog
      from patch p where ${named} and p.subscription_id in (${context.subscriptionId}, 0)
     order by p.subscription_id desc limit 1`.execute(trx)
  const [row] = rows
  if (row === undefined) return null
  const found =
    row.subscription_id === 0 ? { id: row.own ?? row.id, catalogId: row.id } : { id: row.id, catalogId: row.catalog }
  return (await visiblePatches(trx, [found.id], context)).has(found.id) ? found : null
}

/** Of these numbers those whose patches the asker finds in the list. */
export async function visiblePatches(
  trx: Trx,
  ids: readonly number[],
  context: QueryContext,
): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sqlOf<{ id: number }>(
    compileMatches({ entity: 'patch', root: null }, [...ids], context),
  ).execute(trx)
  return new Set(rows.map(row => row.id))
}
