import { check, type QueryTree } from '@patchyard/query'

/** Trees by their canonical texts: the same text is the same tree, so nothing ever has to be forgotten but for room. */
export interface RuleTrees {
  /** null: not of today's language. */
  of(query: string): QueryTree | null
}

const MOST_KEPT = 5000

export function createRuleTrees(): RuleTrees {
  const kept = new Map<string, QueryTree | null>()
  return {
    of(query) {
      const known = kept.get(query)
      if (known !== undefined) return known
      const { tree } = check(query, { entity: 'asset' })
      kept.set(query, tree)
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break
        kept.delete(oldest)
      }
      return tree
    },
  }
}
