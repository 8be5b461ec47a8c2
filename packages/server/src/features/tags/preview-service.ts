import type { TagPreview, TagPreviewRequest } from '@patchyard/api'
import { type Clock, parentsOf } from '@patchyard/domain'
import { assetInScope, compileMatches, type QueryTree } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { contextOf } from '../../queries/query-context.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { tagsAsked } from './rules/asked-tags.ts'
import { readRule } from './rules/read-rule.ts'
import { loadTree } from './tags-read-model.ts'

const PREVIEW_MS = 10_000
const SHOWN = 50

export interface PreviewService {
  /**
   * What a rule finds in the speaker's scope, and how that differs from who carries a tag now. Mistakes of the rule are part of
   * the answer. Throws Problem `not_found` for the tag.
   */
  preview(principal: Principal, request: TagPreviewRequest): Promise<TagPreview>
}

export function createPreviewService(ports: { database: Database; clock: Clock }): PreviewService {
  const { database, clock } = ports
  return {
    async preview(principal, request) {
      const { rule, errors, warnings } = readRule(request.rule)
      const nothing = { found: null, added: null, removed: null, asksTags: [], isTimed: false }
      const told = { errors: errors.slice(0, 50), warnings: warnings.slice(0, 50) }
      if (rule === null) return { query: null, ...told, ...nothing }
      return database.inSubscription(
        principal.subscriptionId,
        async trx => {
          const tags = await loadTree(trx)
          const tag = request.tag === undefined ? null : tags.find(one => one.publicId === request.tag)
          if (tag === undefined) throw new Problem('not_found', { field: 'body/tag' })
          const asked = tagsAsked(rule.tree, tags, parentsOf(tags))
          const asksTags = tags
            .filter(one => asked.has(one.id))
            .map(one => ({ id: one.publicId, name: one.name }))
            .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          const parts = await difference(trx, principal, rule.tree, tag?.id ?? null, clock.nowMs())
          return { query: rule.canonical, ...told, ...parts, asksTags, isTimed: rule.follows.has('time') }
        },
        { readOnly: true, statementTimeoutMs: PREVIEW_MS },
      )
    },
  }
}

type Part = NonNullable<TagPreview['found']>

async function difference(
  trx: Trx,
  principal: Principal,
  tree: QueryTree,
  tagId: number | null,
  nowMs: number,
): Promise<{ found: Part; added: Part | null; removed: Part | null }> {
  const context = contextOf(principal, nowMs)
  const hits = sqlOf(compileMatches(tree, null, context))
  // In scope as everything here; the rule itself is asked of them alone, so that it tells nothing of others.
  const had = sql`
    select a.asset_id as id from asset_tag t join asset a on a.asset_id = t.asset_id
     where t.subscription_id = app_subscription() and t.tag_id = ${tagId} and ${sqlOf<boolean>(assetInScope(context, 'asset'))}`
  const first = (
    rows: RawBuilder<unknown>,
  ) => sql`(select json_build_object('count', (select count(*) from ${rows}), 'items', coalesce((
      select json_agg(json_build_object('id', f.public_id, 'name', f.name, 'operatingSystem', f.os_name) order by f.name_folded, f.asset_id)
        from (select a.asset_id, a.public_id, a.name, a.name_folded, a.os_name from ${rows} w join asset a on a.asset_id = w.id
               order by a.name_folded, a.asset_id limit ${sql.lit(SHOWN)}) f), '[]')))`
  const { rows } = await sql<{ found: Part; added: Part; removed: Part }>`
    with hit as materialized (${hits}), had as materialized (${had}),
         added as materialized (select hit.id from hit where hit.id not in (select had.id from had)),
         removed as materialized (select had.id from had where had.id not in (select hit.id from hit))
    select ${first(sql`hit`)} as found, ${first(sql`added`)} as added, ${first(sql`removed`)} as removed`.execute(trx)
  const row = rows[0] as { found: Part; added: Part; removed: Part }
  return tagId === null ? { found: row.found, added: null, removed: null } : row
}
