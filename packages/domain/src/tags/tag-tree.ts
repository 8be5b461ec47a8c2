/** The tag above each tag; null at the tops. */
export type TagParents = ReadonlyMap<number, number | null>

export const parentsOf = (
  tags: Iterable<{ readonly id: number; readonly parentId: number | null }>,
): Map<number, number | null> => new Map(Array.from(tags, tag => [tag.id, tag.parentId]))

/** The deepest tree that people can still read, and the longest path that a page can show. */
export const DEEPEST_TAG = 20

/** The tag and all above it, nearest first. Ends at a circle, which no stored tree has. */
export function tagAndAbove(parents: TagParents, id: number): number[] {
  const path: number[] = []
  const seen = new Set<number>()
  for (let at: number | null | undefined = id; at !== null && at !== undefined && !seen.has(at); at = parents.get(at)) {
    seen.add(at)
    path.push(at)
  }
  return path
}

/** These tags and all below them. */
export function withTagsBelow(parents: TagParents, ids: Iterable<number>): Set<number> {
  const wanted = new Set(ids)
  const all = new Set<number>()
  for (const id of parents.keys()) {
    if (tagAndAbove(parents, id).some(above => wanted.has(above))) all.add(id)
  }
  return all
}

export type MoveProblem = 'circle' | 'tooDeep'

/** Whether `id` may stand below `parent`; `id` null: a new tag. */
export function moveProblem(parents: TagParents, id: number | null, parent: number | null): MoveProblem | null {
  if (parent === null) return null
  const above = tagAndAbove(parents, parent)
  if (id !== null && above.includes(id)) return 'circle'
  return above.length + (id === null ? 1 : heightOf(parents, id)) > DEEPEST_TAG ? 'tooDeep' : null
}

/** Levels from this tag down to its lowest. */
function heightOf(parents: TagParents, id: number): number {
  let height = 1
  for (const one of parents.keys()) {
    const at = tagAndAbove(parents, one).indexOf(id)
    if (at >= 0) height = Math.max(height, at + 1)
  }
  return height
}
