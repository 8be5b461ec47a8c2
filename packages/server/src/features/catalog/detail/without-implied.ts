import type { SupersedenceEdge } from '@patchyard/api'

/**
 * `edges` without those that follow from the others: of c over a, c over b and b over a, the first says nothing new. There are no circles
 * in what the catalog holds; an edge that would close one stays. For a few hundred nodes: cubic at worst.
 */
export function withoutImplied(edges: readonly SupersedenceEdge[]): SupersedenceEdge[] {
  const newer = new Map<string, string[]>()
  for (const edge of edges) newer.set(edge.older, [...(newer.get(edge.older) ?? []), edge.newer])
  const above = new Map<string, ReadonlySet<string>>()
  /** Everything newer than it; an explicit stack, for chains may be long. */
  const reach = (key: string): ReadonlySet<string> => {
    const known = above.get(key)
    if (known !== undefined) return known
    const seen = new Set<string>()
    const waiting = [...(newer.get(key) ?? [])]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      waiting.push(...(newer.get(next) ?? []))
    }
    above.set(key, seen)
    return seen
  }
  return edges.filter(
    edge =>
      reach(edge.newer).has(edge.older) ||
      !(newer.get(edge.older) ?? []).some(
        via => via !== edge.newer && !reach(via).has(via) && reach(via).has(edge.newer),
      ),
  )
}
