import type { ScopeChange } from '@patchyard/api'
import type { AccessScope } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'

export interface WantedScope {
  readonly allAssets: boolean
  readonly tagIds: readonly number[]
  /** With the tags below each, as decisions compare scopes. */
  readonly scope: AccessScope
}

export const emptyScope: WantedScope = { allAssets: false, tagIds: [], scope: { kind: 'tags', tagIds: [] } }

/** Throws Problem `malformed` for tags beside all assets, `not_found` for a tag that is not there. */
export async function readScope(trx: Trx, { all, tags = [] }: ScopeChange): Promise<WantedScope> {
  if (all && tags.length > 0)
    throw new Problem('malformed', { field: '/scope', detail: 'all assets, or those of tags' })
  if (all) return { allAssets: true, tagIds: [], scope: { kind: 'all' } }
  const { rows } = await sql<{ id: number; public_id: string; below: number[] }>`
    select t.id, t.public_id, array(select a.tag_id from tag_above a where a.above_id = t.id) as below
      from tag t where t.public_id = any(${tags}::uuid[])`.execute(trx)
  const lost = tags.find(id => !rows.some(row => row.public_id === id))
  if (lost !== undefined)
    throw new Problem('not_found', { field: '/scope/tags', detail: `the tag ${lost} does not exist` })
  return {
    allAssets: false,
    tagIds: rows.map(row => row.id),
    scope: { kind: 'tags', tagIds: [...new Set(rows.flatMap(row => row.below))] },
  }
}
