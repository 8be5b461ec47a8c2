import { type AskedTags, parentsOf, tagAndAbove, type TagParents } from '@patchyard/domain'
import { matches, type QueryTree, type Test } from '@patchyard/query'
import { clausesOf } from './rule-follows.ts'

export interface NamedTag {
  readonly id: number
  readonly publicId: string
  readonly name: string
  readonly parentId: number | null
}

/**
 * The tags that a query looks at: whose coming or going on an asset could change its answer. A clause about tags looks at
 * those whose name or id it fits, and at all below them, for they count as those above; inside a group every clause counts
 * alone, which names too many rather than too few.
 */
export function tagsAsked(tree: QueryTree, tags: readonly NamedTag[], parents: TagParents): Set<number> {
  const tests = clausesOf(tree).flatMap(({ token, test }) =>
    token.startsWith('tags.') && test !== null ? [{ token, test }] : [],
  )
  const fitting = new Set(
    tags.filter(tag => tests.some(({ token, test }) => fits(token, test, tag))).map(tag => tag.id),
  )
  if (fitting.size === 0) return fitting
  return new Set(tags.filter(tag => tagAndAbove(parents, tag.id).some(id => fitting.has(id))).map(tag => tag.id))
}

/** Whether an asset has any tag at all is asked of every tag. */
function fits(token: string, test: Test, tag: NamedTag): boolean {
  if (test.kind === 'null' || test.kind === 'notNull') return true
  const one = { entity: 'asset', root: { kind: 'clause', token, test, from: 0, to: 0 } } as const
  return matches(one, { tags: [{ name: tag.name, id: tag.publicId }] }, { personId: null, nowMs: 0 })
}

export interface TagWithRule extends NamedTag {
  /** null: static, or a rule that is no longer understood and asks nothing. */
  readonly tree: QueryTree | null
}

export function askedTagsOf(tags: readonly TagWithRule[]): AskedTags {
  const parents = parentsOf(tags)
  return new Map(
    tags.flatMap(tag => (tag.tree === null ? [] : [[tag.id, tagsAsked(tag.tree, tags, parents)] as const])),
  )
}
