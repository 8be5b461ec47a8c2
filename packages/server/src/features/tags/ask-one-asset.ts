import { tagAndAbove, type TagParents } from '@patchyard/domain'
import { compileObject, matches, type QueryObject, type QueryValue, tokensAsked } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { assetTagStore } from './asset-tag-store.ts'
import type { AssetChange } from '../../storage/ports/asset-changes.ts'
import { isMoved, type StoredRule } from './stored-rules.ts'

/**
 * The rules asked of one asset, by the language's evaluator in memory: what all of them look at is read once, where a statement for
 * each rule, or one of them all, costs PostgreSQL more to plan than to answer (docs/performance.md, tags). Returns whether a
 * tag came or went.
 */
export async function askOneAsset(
  trx: Trx,
  rules: readonly StoredRule[],
  asked: {
    readonly assetId: number
    readonly changes: ReadonlySet<AssetChange>
    readonly subscriptionId: number
    readonly nowMs: number
  },
): Promise<boolean> {
  const { assetId, changes } = asked
  const { carried, object, tags } = await readAsset(trx, rules, asked)
  const tagsMovedBefore = changes.has('tags')
  const [add, remove] = [new Set<number>(), new Set<number>()]
  let seen: QueryObject | null = object === null ? null : { ...object, ...tagsOf(carried, tags) }
  for (const rule of rules) {
    if (!isMoved(rule, changes, tagsMovedBefore || add.size + remove.size > 0)) continue
    const holds = seen !== null && matches(rule.tree, seen, { personId: null, nowMs: asked.nowMs })
    if (holds === carried.has(rule.tagId)) continue
    if (holds) {
      carried.add(rule.tagId)
      add.add(rule.tagId)
    } else {
      carried.delete(rule.tagId)
      remove.add(rule.tagId)
    }
    if (object !== null && tags !== null) seen = { ...object, ...tagsOf(carried, tags) }
  }
  await assetTagStore.replace(trx, assetId, [...add], [...remove])
  return add.size + remove.size > 0
}

interface TagNames {
  readonly names: ReadonlyMap<number, { readonly name: string; readonly id: string }>
  readonly parents: TagParents
}

interface ReadAsset {
  /** Tags that it carries itself. */
  readonly carried: Set<number>
  /** null: the asset is not in the list, so no rule finds it. */
  readonly object: QueryObject | null
  /** null: no rule asks for tags. */
  readonly tags: TagNames | null
}

/** In one statement: what rules ask of the asset, its tags, and what all tags are called. */
async function readAsset(
  trx: Trx,
  rules: readonly StoredRule[],
  { assetId, subscriptionId, nowMs }: { assetId: number; subscriptionId: number; nowMs: number },
): Promise<ReadAsset> {
  const tokens = new Set(rules.flatMap(rule => tokensAsked(rule.tree)).filter(token => !/^tags(\.|$)/.test(token)))
  const context = { subscriptionId, scope: { kind: 'all' as const }, personId: null, nowMs }
  // Every asset has a name: with rules that ask only for tags there is still one token to read.
  const object = sqlOf(compileObject('asset', [...tokens, 'name'], assetId, context))
  const names = rules.some(rule => rule.follows.has('tags'))
    ? sql`(select json_agg(json_build_array(t.id, t.public_id, t.name, t.parent_id)) from tag t
            where t.subscription_id = app_subscription())`
    : sql`null`
  const { rows } = await sql<{
    carried: number[] | null
    object: QueryObject | null
    tags: [number, string, string, number | null][] | null
  }>`
    select (select array_agg(t.tag_id) from asset_tag t where t.asset_id = ${assetId}) as carried,
           (${object}) as object, ${names} as tags`.execute(trx)
  const row = rows[0]
  const tags = row?.tags ?? null
  return {
    carried: new Set(row?.carried),
    object: row?.object ?? null,
    tags:
      tags === null
        ? null
        : {
            names: new Map(tags.map(([id, publicId, name]) => [id, { name, id: publicId }])),
            parents: new Map(tags.map(([id, , , parent]) => [id, parent])),
          },
  }
}

/** Tags as the language sees them: those above count as well. */
function tagsOf(carried: ReadonlySet<number>, tags: TagNames | null): { readonly tags?: QueryValue } {
  if (tags === null) return {}
  const all = new Set([...carried].flatMap(id => tagAndAbove(tags.parents, id)))
  return { tags: [...all].flatMap(id => tags.names.get(id) ?? []) }
}
