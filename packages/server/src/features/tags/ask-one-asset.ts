import { tagAndAbove } from '@patchyard/domain'
import { compileObject, matches, type QueryObject, type QueryValue } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { assetTagStore } from './asset-tag-store.ts'
import type { AssetChange } from '../../storage/ports/asset-changes.ts'
import type { KnownTags, MovedRules } from './rules/rules-of-subscription.ts'
import { isMoved } from './rules/stored-rules.ts'

/**
 * The rules asked of one asset, by the language's evaluator in memory: what all of them look at is read once, where a statement for
 * each rule, or one of them all, costs PostgreSQL more to plan than to answer (docs/performance.md, tags). Returns whether a
 * tag came or went.
 */
export async function askOneAsset(
  trx: Trx,
  asking: MovedRules,
  known: KnownTags,
  asked: {
    readonly assetId: number
    readonly changes: ReadonlySet<AssetChange>
    readonly subscriptionId: number
    readonly nowMs: number
  },
): Promise<boolean> {
  const { assetId, changes } = asked
  const { carried, object } = await readAsset(trx, asking, asked)
  const tags = asking.asksForTags ? known : null
  const tagsMovedBefore = changes.has('tags')
  const [add, remove] = [new Set<number>(), new Set<number>()]
  let seen: QueryObject | null = object === null ? null : { ...object, ...tagsOf(carried, tags) }
  for (const rule of asking.rules) {
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

interface ReadAsset {
  /** Tags that it carries itself. */
  readonly carried: Set<number>
  /** null: the asset is not in the list, so no rule finds it. */
  readonly object: QueryObject | null
}

/** In one statement: what rules ask of the asset, and its tags. */
async function readAsset(
  trx: Trx,
  { tokens, software }: MovedRules,
  { assetId, subscriptionId, nowMs }: { assetId: number; subscriptionId: number; nowMs: number },
): Promise<ReadAsset> {
  const context = { subscriptionId, scope: { kind: 'all' as const }, personId: null, nowMs }
  // Most of an asset's packages are ones that no rule names.
  const only = software === null ? {} : { 'software.name': software }
  // Every asset has a name: with rules that ask only for tags there is still one token to read.
  const object = sqlOf(compileObject('asset', [...tokens, 'name'], assetId, context, only))
  const { rows } = await sql<{ carried: number[] | null; object: QueryObject | null }>`
    select (select array_agg(t.tag_id) from asset_tag t where t.asset_id = ${assetId}) as carried,
           (${object}) as object`.execute(trx)
  return { carried: new Set(rows[0]?.carried), object: rows[0]?.object ?? null }
}

/** Tags as the language sees them: those above count as well. */
function tagsOf(carried: ReadonlySet<number>, tags: KnownTags | null): { readonly tags?: QueryValue } {
  if (tags === null) return {}
  const all = new Set([...carried].flatMap(id => tagAndAbove(tags.parents, id)))
  return { tags: [...all].flatMap(id => tags.names.get(id) ?? []) }
}
