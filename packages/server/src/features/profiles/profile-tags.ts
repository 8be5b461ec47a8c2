import type { Principal } from '../../http/principal.ts'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'

/** Ids of the tags that were asked for, in their order. Throws Problem `malformed` for one that does not exist. */
export async function tagIdsOf(trx: Trx, publicIds: readonly string[]): Promise<number[]> {
  if (publicIds.length === 0) return []
  const rows = await trx
    .selectFrom('tag')
    .select(['id', 'public_id'])
    .where('public_id', 'in', [...publicIds])
    .execute()
  const known = new Map(rows.map(row => [row.public_id, row.id]))
  return publicIds.map(publicId => {
    const id = known.get(publicId)
    if (id === undefined)
      throw new Problem('not_found', { field: '/tags', detail: `the tag ${publicId} does not exist` })
    return id
  })
}

/**
 * A profile acts on every asset below its tags. Whose scope is a few tags decides about those alone: neither about the
 * default profile nor about one that reaches further.
 */
export function requireReach(principal: Principal, tagIds: readonly number[] | 'everything'): void {
  const { scope } = principal
  if (scope.kind === 'all') return
  const inside = new Set(scope.tagIds)
  if (tagIds !== 'everything' && tagIds.length > 0 && tagIds.every(id => inside.has(id))) return
  throw new Problem('forbidden', {
    detail: 'this profile reaches assets outside your scope; only somebody with a wider scope may change it',
  })
}

/** `[{id, name}]` of the profile's tags by name. `profile` is the column of the profile's id. */
export const tagsJson = (table: 'assessment_profile_tag' | 'configuration_profile_tag') => sql`
  (select json_agg(json_build_object('id', g.public_id, 'name', g.name) order by g.name_folded)
     from ${sql.table(table)} n join tag g on g.id = n.tag_id where n.profile_id = p.id) as tags`
