import { type TagParents } from '@patchyard/domain'
import { type ChildrenAsked, childrenAsked, tokensAsked } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { AssetChange } from '../../../storage/ports/asset-changes.ts'
import type { RuleFollows } from './rule-follows.ts'
import type { RuleTrees } from './rule-trees.ts'
import type { StoredRule } from './stored-rules.ts'

/** Rules that some changes can move, and what they ask of an asset. */
export interface MovedRules {
  /** In the order in which they are asked. */
  readonly rules: readonly StoredRule[]
  /** Without those of tags. */
  readonly tokens: readonly string[]
  readonly software: ChildrenAsked
  readonly asksForTags: boolean
}

export interface KnownTags {
  readonly names: ReadonlyMap<number, { readonly name: string; readonly id: string }>
  readonly parents: TagParents
}

/** Everything that tags of one subscription say, as it was read once. */
export interface SubscriptionRules {
  readonly tags: KnownTags
  /**
   * Rules that one of these changes can move, and those that ask for tags, which the others may move. Broken ones are left out:
   * their tags keep what they have.
   */
  movedBy(changes: ReadonlySet<AssetChange>): MovedRules
}

/** A fingerprint of rows of `tag`: a version that anybody writes has another xmin or another place than the one before. */
const printOf = sql`(select coalesce(md5(string_agg(t.id::text || ' ' || t.xmin::text || ' ' || t.ctid::text, ',' order by t.id)), '')
                       from tag t where t.subscription_id = app_subscription())`

/** Subscriptions whose rules are remembered; each holds its trees anyway. */
const MOST_KEPT = 500

/**
 * Rules are read when they have changed, and not with each change of an asset. Called behind the lock on tags, so that what is
 * returned holds until the transaction ends.
 */
export function createRuleKeeper(trees: RuleTrees) {
  const kept = new Map<number, { readonly print: string; readonly rules: SubscriptionRules }>()
  return async (trx: Trx, subscriptionId: number): Promise<SubscriptionRules> => {
    const { rows } = await sql<{ print: string }>`select ${printOf} as print`.execute(trx)
    const print = rows[0]?.print ?? ''
    const known = kept.get(subscriptionId)
    if (known?.print === print) return known.rules
    const rules = await readRules(trx, trees)
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as number)
    kept.set(subscriptionId, { print, rules })
    return rules
  }
}

async function readRules(trx: Trx, trees: RuleTrees): Promise<SubscriptionRules> {
  const { rows } = await sql<TagRow>`
    select t.id, t.public_id, t.name, t.parent_id, t.rule_follows,
           case when t.rule is not null and t.rule_problems is null then t.rule_query end as rule_query
      from tag t where t.subscription_id = app_subscription() order by t.rule_level, t.id`.execute(trx)
  const all = rows.flatMap((row): StoredRule[] => {
    const tree = row.rule_query === null ? null : trees.of(row.rule_query)
    return tree === null ? [] : [{ tagId: row.id, tree, follows: new Set(row.rule_follows) }]
  })
  const moved = new Map<string, MovedRules>()
  return {
    tags: {
      names: new Map(rows.map(row => [row.id, { name: row.name, id: row.public_id }])),
      parents: new Map(rows.map(row => [row.id, row.parent_id])),
    },
    movedBy(changes) {
      const key = [...changes].toSorted().join(' ')
      const known = moved.get(key)
      if (known !== undefined) return known
      const made = movedRules(all, changes)
      moved.set(key, made)
      return made
    },
  }
}

interface TagRow {
  id: number
  public_id: string
  name: string
  parent_id: number | null
  rule_query: string | null
  rule_follows: RuleFollows[]
}

function movedRules(all: readonly StoredRule[], changes: ReadonlySet<AssetChange>): MovedRules {
  const rules = all.filter(({ follows }) => follows.has('tags') || [...changes].some(change => follows.has(change)))
  const trees = rules.map(rule => rule.tree)
  return {
    rules,
    tokens: [...new Set(trees.flatMap(tokensAsked))].filter(token => !/^tags(\.|$)/.test(token)),
    software: childrenAsked(trees, 'software.name'),
    asksForTags: rules.some(rule => rule.follows.has('tags')),
  }
}
