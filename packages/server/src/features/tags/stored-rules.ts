import type { QueryTree } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { AssetChange } from '../../storage/ports/asset-changes.ts'
import type { RuleFollows } from './rule-follows.ts'
import type { RuleTrees } from './rule-trees.ts'

export interface StoredRule {
  readonly tagId: number
  readonly tree: QueryTree
  readonly follows: ReadonlySet<RuleFollows>
}

/**
 * Rules that one of these changes can move, and those that ask for tags, which the others may move; in the order in which they
 * are asked. Broken ones are left out: their tags keep what they have.
 */
export async function loadRules(
  trx: Trx,
  trees: RuleTrees,
  changes: ReadonlySet<AssetChange>,
): Promise<readonly StoredRule[]> {
  const { rows } = await sql<{ id: number; rule_query: string; rule_follows: RuleFollows[] }>`
    select t.id, t.rule_query, t.rule_follows from tag t
     where t.subscription_id = app_subscription() and t.rule is not null and t.rule_problems is null
       and t.rule_follows && ${[...changes, 'tags']}::text[]
     order by t.rule_level, t.id`.execute(trx)
  return rows.flatMap(row => {
    const tree = trees.of(row.rule_query)
    return tree === null ? [] : [{ tagId: row.id, tree, follows: new Set(row.rule_follows) }]
  })
}

/** Whether what has changed so far can move the rule. */
export const isMoved = (rule: StoredRule, changes: ReadonlySet<AssetChange>, tagsMoved: boolean): boolean =>
  (tagsMoved && rule.follows.has('tags')) || [...changes].some(change => rule.follows.has(change))
