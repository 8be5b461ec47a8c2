import { type AskedTags, parentsOf, ruleLevels, withTagsBelow } from '@patchyard/domain'
import type { Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { askedTagsOf } from './rules/asked-tags.ts'
import { assetsOf, assetTagStore } from './asset-tag-store.ts'
import { type RuleTrees, withTrees } from './rules/rule-trees.ts'
import type { TagFollower } from '../../storage/ports/tag-follower.ts'
import { type TagRecord, tagStore } from './tag-store.ts'

export interface Settling {
  readonly subscriptionId: number
  readonly nowMs: number
  /** All tags before the change. */
  readonly before: readonly TagRecord[]
  /** Whose rule is to be asked whatever else has changed. */
  readonly ask: readonly number[]
  /** Tags whose assets have changed already, and those assets: of a tag that was deleted or made static. */
  readonly moved?: { readonly tagIds: readonly number[]; readonly assetIds: readonly number[] }
}

/**
 * After tags or rules were written: refuses circles, orders the rules, asks those that the change can move, each after all whose
 * tags it asks for, and lets criticality, licences and profiles follow. Everything in the caller's transaction. Throws Problem
 * `tag_circle`.
 */
export async function settleTags(
  ports: { trees: RuleTrees; follower: TagFollower },
  trx: Trx,
  { subscriptionId, nowMs, before, ask, moved }: Settling,
): Promise<void> {
  const after = await tagStore.loadAll(trx)
  const afterWithTrees = withTrees(after, ports.trees)
  const [askedBefore, askedAfter] = [askedTagsOf(withTrees(before, ports.trees)), askedTagsOf(afterWithTrees)]
  const levels = ruleLevels(askedAfter)
  if (levels.kind === 'circle') throw circleProblem(levels.tags, after)
  await tagStore.setLevels(trx, levels.levels)

  const assets = new Set(moved?.assetIds)
  const movedTags = new Set([...(moved?.tagIds ?? []), ...movedInTree(before, after)])
  const rules = afterWithTrees
    .filter(tag => tag.tree !== null)
    .toSorted((a, b) => (levels.levels.get(a.id) ?? 0) - (levels.levels.get(b.id) ?? 0) || a.id - b.id)
  const asked: number[] = []
  for (const { id, tree } of rules) {
    if (tree === null || !isDue(id, askedBefore, askedAfter, ask, movedTags)) continue
    asked.push(id)
    const assetIds = assetsOf(
      await assetTagStore.follow(trx, { tagId: id, tree, assetIds: null, subscriptionId, nowMs }),
    )
    if (assetIds.length === 0) continue
    movedTags.add(id)
    for (const asset of assetIds) assets.add(asset)
  }
  await tagStore.setEvaluated(trx, asked, new Date(nowMs))

  const parents = parentsOf(after)
  const shifted = withTagsBelow(parents, [...movedInTree(before, after), ...reweighed(before, after)])
  for (const asset of await assetTagStore.carrying(trx, [...shifted])) assets.add(asset)
  const weigh = shifted.size > 0 || moved !== undefined || hasWorth([...movedTags], after)
  await ports.follower.retagged(trx, subscriptionId, [...assets], weigh)
}

/** Asked for by name, or it looks at other tags than before, or at one that has moved. */
function isDue(
  id: number,
  before: AskedTags,
  after: AskedTags,
  ask: readonly number[],
  moved: ReadonlySet<number>,
): boolean {
  if (ask.includes(id)) return true
  const now = after.get(id) ?? new Set()
  const then = before.get(id) ?? new Set()
  return now.size !== then.size || [...now].some(tag => !then.has(tag) || moved.has(tag))
}

/** Tags that stand elsewhere than before; those below them move with them. */
function movedInTree(before: readonly TagRecord[], after: readonly TagRecord[]): number[] {
  const parents = parentsOf(before)
  return after.filter(tag => parents.has(tag.id) && parents.get(tag.id) !== tag.parentId).map(tag => tag.id)
}

function reweighed(before: readonly TagRecord[], after: readonly TagRecord[]): number[] {
  const worth = new Map(before.map(tag => [tag.id, tag.criticality]))
  return after.filter(tag => worth.has(tag.id) && worth.get(tag.id) !== tag.criticality).map(tag => tag.id)
}

/** Whether one of these tags, or one above it, says a criticality: otherwise that of assets stays what it is. */
function hasWorth(ids: readonly number[], tags: readonly TagRecord[]): boolean {
  const parents = parentsOf(tags)
  const worthy = withTagsBelow(
    parents,
    tags.filter(tag => tag.criticality !== null).map(tag => tag.id),
  )
  return ids.some(id => worthy.has(id))
}

function circleProblem(ids: readonly number[], tags: readonly TagRecord[]): Problem {
  const names = ids.map(id => tags.find(tag => tag.id === id)?.name ?? '')
  const [first = ''] = names
  return new Problem('tag_circle', {
    detail:
      names.length === 1
        ? `the rule of "${first}" asks for "${first}" itself, or for a tag above it`
        : `${names.map(name => `"${name}"`).join(' asks for ')}, which asks for "${first}"`,
  })
}
