import type { SupersedenceNode } from '@patchyard/api'
import type { QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { patchList } from '../patches-read-model.ts'
import { visiblePatches } from './find-patch.ts'

/**
 * What the asker may know of patches, by the numbers that were asked for: those of its list with their counts, public facts of the catalog
 * without a link, and nothing of what only assets outside of its scope have reported.
 */
export async function readShownPatches(
  trx: Trx,
  ids: readonly number[],
  context: QueryContext,
): Promise<ReadonlyMap<number, SupersedenceNode>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; shown: number; catalog: number | null; version: string }>`
    select p.id, case when p.subscription_id = 0 then coalesce(t.patch_id, p.id) else p.id end as shown,
           case when p.subscription_id = 0 then p.id else t.catalog_id end as catalog, p.version
      from patch p
      left join patch_twin t on t.subscription_id = ${context.subscriptionId}
                            and case when p.subscription_id = 0 then t.catalog_id = p.id else t.patch_id = p.id end
     where p.id = any(${[...ids]}::int[])`.execute(trx)
  const visible = await visiblePatches(
    trx,
    rows.map(row => row.shown),
    context,
  )
  const items = await patchList.readItems(trx, [...visible], { status: null, context })
  const hidden = rows.flatMap(row => (visible.has(row.shown) || row.catalog === null ? [] : [row.catalog]))
  const known = await readPublicFacts(trx, hidden)
  return new Map(
    rows.flatMap(({ id, shown, catalog, version }): [number, SupersedenceNode][] => {
      const item = items.get(shown)
      if (item !== undefined) {
        const { key, title, issuedAt, isDeprecated, missingCount } = item
        const isLatest = !item.isSuperseded && !isDeprecated
        return [[id, { key, id: item.id, title, version, issuedAt, isLatest, isDeprecated, missingCount }]]
      }
      const facts = catalog === null ? undefined : known.get(catalog)
      return facts === undefined ? [] : [[id, facts]]
    }),
  )
}

async function readPublicFacts(trx: Trx, ids: readonly number[]): Promise<ReadonlyMap<number, SupersedenceNode>> {
  if (ids.length === 0) return new Map()
  const rows = await trx
    .selectFrom('patch')
    .select(['id', 'key', 'title', 'version', 'issued_at', 'deprecated_at', 'superseded_by'])
    .where('subscription_id', '=', 0)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(
    rows.map(row => [
      row.id,
      {
        key: row.key,
        id: null,
        title: row.title,
        version: row.version,
        issuedAt: row.issued_at?.toISOString() ?? null,
        isLatest: row.superseded_by === null && row.deprecated_at === null,
        isDeprecated: row.deprecated_at !== null,
        missingCount: 0,
      },
    ]),
  )
}
