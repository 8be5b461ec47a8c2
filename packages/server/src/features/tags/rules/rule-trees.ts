import { check, type QueryTree } from '@patchyard/query'

interface WithQuery {
  readonly ruleQuery: string | null
  /** null: the rule is understood. */
  readonly ruleProblems: readonly unknown[] | null
}

/** Tags with the trees of their rules; null: static, or a rule that is no longer understood and asks nothing. */
export const withTrees = <T extends WithQuery>(tags: readonly T[], trees: RuleTrees) =>
  tags.map(tag => ({
    ...tag,
    tree: tag.ruleQuery === null || tag.ruleProblems !== null ? null : trees.of(tag.ruleQuery),
  }))

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
