import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'

export interface GivenTag {
  readonly id: number
  readonly publicId: string
}

/**
 * Tags that the speaker may put on assets: static ones, of whoever has a scope only those in it. Throws Problem `not_found`,
 * `tag_dynamic`, `tag_outside_scope`.
 */
export async function readGivenTags(trx: Trx, principal: Principal, publicIds: readonly string[]): Promise<GivenTag[]> {
  const wanted = [...new Set(publicIds)]
  const rows = await trx
    .selectFrom('tag')
    .select(['id', 'public_id', 'name'])
    .select(sql<boolean>`rule is not null`.as('dynamic'))
    .where('public_id', '=', sql<string>`any(${wanted}::uuid[])`)
    .orderBy('id')
    .execute()
  if (rows.length < wanted.length) throw new Problem('not_found', { field: 'body/tags' })
  const dynamic = rows.find(row => row.dynamic)
  if (dynamic !== undefined) {
    throw new Problem('tag_dynamic', { field: 'body/tags', detail: `"${dynamic.name}" is given by its rule` })
  }
  const { scope } = principal
  const own = scope.kind === 'all' ? null : new Set(scope.tagIds)
  const foreign = rows.find(row => own !== null && !own.has(row.id))
  if (foreign !== undefined) {
    throw new Problem('tag_outside_scope', { field: 'body/tags', detail: `"${foreign.name}" is not in your scope` })
  }
  return rows.map(row => ({ id: row.id, publicId: row.public_id }))
}
