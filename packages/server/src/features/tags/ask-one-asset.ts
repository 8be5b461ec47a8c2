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
  const asksTags = rules.some(rule => rule.follows.has('tags'))
  const carried = await carriedBy(trx, assetId)
  const tags = asksTags ? await loadNames(trx) : null
  const object = await readObject(trx, rules, asked)
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

async function carriedBy(trx: Trx, assetId: number): Promise<Set<number>> {
  const rows = await trx.selectFrom('asset_tag').select('tag_id').where('asset_id', '=', assetId).execute()
  return new Set(rows.map(row => row.tag_id))
}

/** null: the asset is not in the list, so no rule finds it. */
async function readObject(
  trx: Trx,
  rules: readonly StoredRule[],
  { assetId, subscriptionId, nowMs }: { assetId: number; subscriptionId: number; nowMs: number },
): Promise<QueryObject | null> {
  const tokens = new Set(rules.flatMap(rule => tokensAsked(rule.tree)).filter(token => !/^tags(\.|$)/.test(token)))
  const context = { subscriptionId, scope: { kind: 'all' as const }, personId: null, nowMs }
  // Every asset has a name: with rules that ask only for tags there is still one token to read.
  const statement = compileObject('asset', [...tokens, 'name'], assetId, context)
  const { rows } = await sqlOf<{ object: QueryObject }>(statement).execute(trx)
  return rows[0]?.object ?? null
}

interface TagNames {
  readonly names: ReadonlyMap<number, { readonly name: string; readonly id: string }>
  readonly parents: TagParents
}

async function loadNames(trx: Trx): Promise<TagNames> {
  const { rows } = await sql<{ id: number; public_id: string; name: string; parent_id: number | null }>`
    select t.id, t.public_id, t.name, t.parent_id from tag t where t.subscription_id = app_subscription()`.execute(trx)
  return {
    names: new Map(rows.map(row => [row.id, { name: row.name, id: row.public_id }])),
    parents: new Map(rows.map(row => [row.id, row.parent_id])),
  }
}

/** Tags as the language sees them: those above count as well. */
function tagsOf(carried: ReadonlySet<number>, tags: TagNames | null): { readonly tags?: QueryValue } {
  if (tags === null) return {}
  const all = new Set([...carried].flatMap(id => tagAndAbove(tags.parents, id)))
  return { tags: [...all].flatMap(id => tags.names.get(id) ?? []) }
}
