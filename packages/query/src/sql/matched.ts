import type { Entity } from '../entities.ts'
import type { QueryTree, Test } from '../tree/tree.ts'
import { compileNode } from './compile-node.ts'
import { QueryCompileError } from './compile-error.ts'
import { allOf, param, type SqlFragment, sql } from './fragment.ts'
import type { EntityHomes } from './homes/home.ts'
import { homesOf } from './homes/homes-of.ts'
import type { QueryContext } from './query-context.ts'
import { wallOf } from './wall.ts'

export type StatusFilter = 'missing' | 'installed' | 'latestMissing'

export interface Matching {
  readonly entity: Entity
  readonly query: QueryTree
  /** Of the other side of findings: a patch query on assets, an asset query on patches. */
  readonly having?: QueryTree | null
  /** Only objects with a finding in that state; `having` then looks at those findings alone. */
  readonly status?: StatusFilter | null
}

export interface Matched {
  readonly homes: EntityHomes
  /** `from … where …` with everything in it: subscription, scope, query, second query, status. */
  readonly source: SqlFragment
}

/**
 * The objects that a request is about. Every statement of this folder is made of it, so that none goes around subscription
 * and scope: `join` and `more` can only narrow. Errors: QueryCompileError for a tree of another entity.
 */
export function matched(
  request: Matching,
  context: QueryContext,
  extra: { readonly join?: SqlFragment; readonly more?: readonly SqlFragment[] } = {},
): Matched {
  const { entity, query } = request
  const homes = homesOf(entity, context)
  const conditions = [
    ...homes.where,
    ...conditionOf(query, entity, homes, context),
    ...findingConditions(request, context),
    ...(extra.more ?? []),
  ]
  return { homes, source: sql`from ${homes.from}${extra.join ?? sql``} where ${allOf(conditions)}` }
}

function conditionOf(tree: QueryTree, entity: Entity, homes: EntityHomes, context: QueryContext): SqlFragment[] {
  if (tree.entity !== entity)
    throw new QueryCompileError(`a query about ${tree.entity} where one about ${entity} is due`)
  return tree.root === null ? [] : [compileNode(tree.root, { entity, homes, context, relation: null }, false)]
}

const states: { readonly [S in StatusFilter]: SqlFragment } = {
  missing: sql`hf.status = 1`,
  installed: sql`hf.status = 2`,
  latestMissing: sql`hf.status = 1 and hf.latest`,
}

function findingConditions({ entity, having, status }: Matching, context: QueryContext): SqlFragment[] {
  const state = status ?? null
  if (state === null && having == null) return []
  if (entity !== 'asset' && entity !== 'patch') {
    throw new QueryCompileError(`${entity} has no second query and no status filter`)
  }
  const counted = state === null ? [] : countedConditions(entity, state, context)
  if (having != null) return [...counted, findingExists(entity, having, state, context)]
  return entity === 'patch' && state === 'latestMissing' ? [...counted, latestExists(context)] : counted
}

/** Counters answer first, and rule out most objects where findings must be looked at all the same. */
function countedConditions(entity: 'asset' | 'patch', status: StatusFilter, context: QueryContext): SqlFragment[] {
  const at = { entity, homes: homesOf(entity, context), context, relation: null }
  if (entity === 'asset') {
    const counters = {
      missing: sql`a.missing_count > 0`,
      installed: sql`a.installed_count > 0`,
      latestMissing: sql`a.latest_missing_count > 0`,
    }
    return [counters[status]]
  }
  const asked: Test = { kind: 'choice', value: status === 'installed' ? 'Installed' : 'Missing' }
  return [compileNode({ kind: 'clause', token: 'patchStatus', test: asked, from: 0, to: 0 }, at, false)]
}

/** There is no counter of it for a patch. As with the others, every asset in scope counts. */
function latestExists(context: QueryContext): SqlFragment {
  const wall = wallOf(context)
  const scope = wall.inScope(sql`hf.asset_id`)
  const conditions = [sql`hf.patch_id = p.id`, wall.own(sql`hf.subscription_id`), states.latestMissing]
  return sql`exists (select 1 from finding hf where ${allOf(scope === null ? conditions : [...conditions, scope])})`
}

/** A finding whose other end is in that end's list and matches the second query. */
function findingExists(
  entity: 'asset' | 'patch',
  tree: QueryTree,
  status: StatusFilter | null,
  context: QueryContext,
): SqlFragment {
  const other = entity === 'asset' ? 'patch' : 'asset'
  const homes = homesOf(other, context, 'finding')
  const ends =
    other === 'patch'
      ? [sql`hf.asset_id = a.asset_id`, sql`p.id = hf.patch_id`]
      : [sql`hf.patch_id = p.id`, sql`a.asset_id = hf.asset_id`]
  const conditions = [
    ...ends,
    wallOf(context).own(sql`hf.subscription_id`),
    ...(status === null ? [] : [states[status]]),
    ...homes.where,
    ...conditionOf(tree, other, homes, context),
  ]
  return sql`exists (select 1 from finding hf, ${homes.from} where ${allOf(conditions)})`
}

/** Narrows to some objects, by their ids inside the database. */
export const among = (homes: EntityHomes, ids: readonly number[]): SqlFragment =>
  sql`${homes.id} = any(${param([...ids])}::bigint[])`
