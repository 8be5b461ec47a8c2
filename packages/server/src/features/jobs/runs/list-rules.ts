import type { PatchRuleKind, PatchRuleTarget, PlanRule } from '@patchyard/domain'
import { compileMatches, type QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { readQuery } from '../../../queries/read-query.ts'
import { sqlOf } from '../../../queries/sql-of.ts'

interface RuleRow {
  name: string
  reason: string
  kind: PatchRuleKind
  target: PatchRuleTarget
  value: string
  tags: string[]
  min_age_days: number
  patches: number[]
}

/** Rules that hold at this moment, oldest first, each with those of the patches that it is about. */
export async function listRules(
  trx: Trx,
  subscriptionId: number,
  patchIds: readonly number[],
  nowMs: number,
): Promise<readonly PlanRule[]> {
  const { rows } = await sql<RuleRow>`
    select r.name, r.reason, r.kind, r.target, r.value, r.tags, r.min_age_days,
           array(select p.id from patch p where p.id = any(${[...patchIds]}::int[]) and case r.target
                   when 'all' then true
                   when 'product' then p.track = r.value
                   when 'patch' then case r.kind
                     -- What a product is pinned to may be installed, the others of that product may not.
                     when 'pin' then p.key <> r.value and p.track in (select k.track from patch k where k.key = r.value)
                     else p.key = r.value end
                   else false end) as patches
      from planning_rule r
     where r.ends_at is null or r.ends_at > ${new Date(nowMs)} order by r.id`.execute(trx)
  const context: QueryContext = { subscriptionId, personId: null, scope: { kind: 'all' }, nowMs }
  const rules: PlanRule[] = []
  for (const { target, value, patches, min_age_days, ...rule } of rows) {
    const found = target === 'query' ? await askedOf(trx, value, patchIds, context) : patches
    rules.push({ ...rule, minAgeDays: min_age_days, patches: new Set(found) })
  }
  return rules
}

async function askedOf(
  trx: Trx,
  query: string,
  patchIds: readonly number[],
  context: QueryContext,
): Promise<readonly number[]> {
  const { tree } = readQuery('patch', query, 'query')
  const { rows } = await sqlOf<{ id: number }>(compileMatches(tree, patchIds, context)).execute(trx)
  return rows.map(row => row.id)
}
