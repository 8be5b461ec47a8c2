import type { QueryTree } from '../tree/tree.ts'
import { QueryCompileError } from './compile-error.ts'
import { conditionOf } from './condition-of.ts'
import { findingsOf } from './findings-of.ts'
import { allOf, param, type SqlFragment, sql } from './fragment.ts'
import { homesOf } from './homes/homes-of.ts'
import { isListed } from './listed-asset.ts'
import type { Matching, StatusFilter } from './matching.ts'
import type { QueryContext } from './query-context.ts'
import { wallOf } from './wall.ts'
import { plainWay, type Purpose, type Ways } from './ways.ts'

const states: { readonly [S in StatusFilter]: SqlFragment } = {
  missing: sql`hf.status = 1`,
  installed: sql`hf.status = 2`,
  latestMissing: sql`hf.status = 1 and hf.latest`,
}

export function findingWays(matching: Matching, context: QueryContext, purpose: Purpose): Ways {
  const { entity, having, status } = matching
  const state = status ?? null
  if (state === null && having == null) return plainWay([])
  if (state === 'latestMissing' && context.asOfMs !== undefined)
    throw new QueryCompileError('no history of what was the latest')
  if (entity !== 'asset' && entity !== 'patch') {
    throw new QueryCompileError(`${entity} has no second query and no status filter`)
  }
  const counted = state === null ? [] : [countedCondition(entity, state, context)]
  if (having == null) {
    const more = entity === 'patch' && state === 'latestMissing' ? [latestExists(context)] : []
    return plainWay([...counted, ...more])
  }
  const asked = { second: having, state, counted, context }
  // Installed findings have no index by patch, and a scope has made things small: joined as the planner likes.
  if (state === null || state === 'installed' || context.scope.kind !== 'all') return oneWay(entity, asked)
  return entity === 'asset' ? waysOfAssets(asked, purpose) : waysOfPatches(asked)
}

interface Asked {
  readonly second: QueryTree
  readonly state: StatusFilter | null
  readonly counted: readonly SqlFragment[]
  readonly context: QueryContext
}

/** Counters answer first, and rule out most objects where findings must be looked at all the same. */
function countedCondition(entity: 'asset' | 'patch', status: StatusFilter, context: QueryContext): SqlFragment {
  if (entity === 'asset' && context.asOfMs !== undefined) return foundThen(status, context)
  if (entity === 'asset') {
    const counters = {
      missing: sql`a.missing_count > 0`,
      installed: sql`a.installed_count > 0`,
      latestMissing: sql`a.latest_missing_count > 0`,
    }
    return counters[status]
  }
  const counts = homesOf('patch', context).tokens['patchStatus']?.value
  const flag = counts?.form === 'flags' ? counts.flags[status === 'installed' ? 'installed' : 'missing'] : undefined
  if (flag === undefined) throw new QueryCompileError('patches have no counts')
  return flag
}

/** What has been exposed since before that instant lacked something at it: most are known without a look at what they lacked. */
function foundThen(status: StatusFilter, context: QueryContext): SqlFragment {
  const { as, at } = findingsOf(context)
  const rows = sql`exists (select 1 from ${as(sql`hf`)} where hf.asset_id = a.asset_id and ${wallOf(context).own(sql`hf.subscription_id`)} and ${states[status]})`
  return status === 'missing' && at !== null
    ? sql`((a.missing_count > 0 and a.exposed_since <= ${at}) or ${rows})`
    : rows
}

/** There is no counter of it for a patch. As with the others, every listed asset in scope counts. */
function latestExists(context: QueryContext): SqlFragment {
  const wall = wallOf(context)
  const scope = wall.inScope(sql`hf.asset_id`)
  const conditions = [
    sql`hf.patch_id = p.id`,
    wall.own(sql`hf.subscription_id`),
    states.latestMissing,
    isListed(wall, sql`hf.asset_id`),
  ]
  return sql`exists (select 1 from finding hf where ${allOf(scope === null ? conditions : [...conditions, scope])})`
}

/** A finding whose other end is in that end's list and matches the second query. */
function oneWay(entity: 'asset' | 'patch', { second, state, counted, context }: Asked): Ways {
  const other = entity === 'asset' ? 'patch' : 'asset'
  const homes = homesOf(other, context, 'finding')
  const conditions = [
    entity === 'asset' ? sql`hf.asset_id = a.asset_id` : sql`hf.patch_id = p.id`,
    entity === 'asset' ? sql`p.id = hf.patch_id` : sql`a.asset_id = hf.asset_id`,
    wallOf(context).own(sql`hf.subscription_id`),
    ...(state === null ? [] : [states[state]]),
    ...homes.where,
    ...conditionOf(second, other, homes, context),
  ]
  return plainWay([
    ...counted,
    sql`exists (select 1 from ${findingsOf(context).as(sql`hf`)}, ${homes.from} where ${allOf(conditions)})`,
  ])
}

// Findings of the patches that fit, below which the set of their assets is made first. Above it, the assets are gone through
// in the order of the list and each is looked up. An entry of the index costs a hundredth of a look-up; where 8,000 of 100,000
// assets have one, 50 of them are found among the first 700.
const FEW = { page: 8000, all: 200_000 }

function waysOfAssets({ second, state, counted, context }: Asked, purpose: Purpose): Ways {
  const homes = homesOf('patch', context, 'finding')
  // Of today, whenever is asked for: it only chooses the way, and counting for it would take longer than the other way.
  const { asOfMs: _, ...today } = context
  const missing = homesOf('patch', today, 'finding').tokens['missingCount']?.value as { expression: SqlFragment }
  const conditions = allOf([...homes.where, ...conditionOf(second, 'patch', homes, context)])
  const finding = [wallOf(context).own(sql`hf.subscription_id`), states[state ?? 'missing']]
  const total = sql`(select coalesce(sum(hp.n), 0) from hp)`
  const few = param(FEW[purpose])
  const findings = findingsOf(context).as(sql`hf`)
  const rows = sql`select hf.asset_id from ${findings} where ${allOf(finding)} and hf.patch_id = any(array(select hp.id from hp))`
  // As an array the few are looked up by key; as a join the planner, who knows nothing of their number, may go through all.
  const set = purpose === 'page' ? sql`a.asset_id = any(array(${rows}))` : sql`a.asset_id in (${rows})`
  // "offset 0" and "is true" keep the planner from joining everything with everything: the outer stays a look-up for each
  // asset, the inner a hash that is made once.
  const each = (asset: SqlFragment): SqlFragment =>
    sql`exists (select 1 from ${findings} where ${allOf(finding)} and hf.asset_id = ${asset} and (hf.patch_id in (select hp.id from hp)) is true offset 0)`
  return {
    prelude: sql`hp as materialized (select ${homes.id} as id, ${missing.expression} as n from ${homes.from} where ${conditions})`,
    ways: [
      { conditions: [...counted, sql`${total} < ${few}::bigint`, set], each: null },
      { conditions: [...counted, sql`${total} >= ${few}::bigint`], each },
    ],
  }
}

// Assets that fit, up to which their findings are read and the patches gathered; more of them are made a hash, and each patch
// looks for its first finding that is in it.
const FEW_ASSETS = 1000

function waysOfPatches({ second, state, counted, context }: Asked): Ways {
  const homes = homesOf('asset', context, 'finding')
  const conditions = allOf([...homes.where, ...conditionOf(second, 'asset', homes, context)])
  const finding = [wallOf(context).own(sql`hf.subscription_id`), states[state ?? 'missing']]
  const few = sql`(select count(*) from (select 1 from ha limit ${param(FEW_ASSETS + 1)}::bigint) h) <= ${param(FEW_ASSETS)}::bigint`
  const findings = findingsOf(context).as(sql`hf`)
  const set = sql`p.id in (select hf.patch_id from ${findings} where ${allOf(finding)} and hf.asset_id = any(array(select ha.id from ha)))`
  const each = (patch: SqlFragment): SqlFragment =>
    sql`exists (select 1 from ${findings} where ${allOf(finding)} and hf.patch_id = ${patch} and (hf.asset_id in (select ha.id from ha)) is true offset 0)`
  return {
    prelude: sql`ha as materialized (select ${homes.id} as id from ${homes.from} where ${conditions})`,
    ways: [
      { conditions: [...counted, few, set], each: null },
      { conditions: [...counted, sql`not (${few})`], each },
    ],
  }
}
