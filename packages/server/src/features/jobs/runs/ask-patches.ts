import type { CandidatePatch } from '@patchyard/domain'
import { licencePermits } from '@patchyard/domain'
import { compileMatches, type QueryContext, type Scope } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { readQuery } from '../../../queries/read-query.ts'
import { scopeOfTags } from '../../../queries/scope-of-tags.ts'
import { sqlOf } from '../../../queries/sql-of.ts'
import type { PlannedFor } from '../plan-read-model.ts'
import { type PatchRow, patchColumns, patchOf } from './patch-row.ts'

/**
 * A stored query about patches, compiled inside the wall with the scope that the owner has now, and of what it finds those that a member of
 * the run misses as the latest of their product; the newest first. Throws Problem `query_invalid`.
 */
export async function askPatches(
  trx: Trx,
  subscriptionId: number,
  asked: { readonly query: string; readonly runId: number; readonly planned: PlannedFor; readonly limit: number },
): Promise<readonly CandidatePatch[]> {
  const { tree } = readQuery('patch', asked.query, 'query')
  const { ownerId, licence, nowMs } = asked.planned
  const context: QueryContext = {
    subscriptionId,
    personId: ownerId,
    scope: await scopeOfPerson(trx, ownerId),
    unlicensed: !licencePermits(licence),
    nowMs,
  }
  // What the query finds is kept apart: a planner that begins with the findings of a hundred thousand assets asks it again and again.
  const { rows } = await sql<PatchRow>`
    with asked as materialized (${sqlOf<{ id: number }>(compileMatches(tree, null, context))})
    select ${patchColumns} from asked q join patch p on p.id = q.id
     where exists (select 1 from finding f join run_member m on m.run_id = ${asked.runId} and m.asset_id = f.asset_id and m.reason is null
                    where f.subscription_id = app_subscription() and f.patch_id = p.id and f.status = 1 and f.latest)
     order by coalesce(p.issued_at, p.first_reported_at) desc, p.key limit ${asked.limit}`.execute(trx)
  // Latest on the assets that miss them: whatever else replaces them elsewhere does not count.
  return rows.map(row => ({ ...patchOf(row), superseded: false }))
}

async function scopeOfPerson(trx: Trx, personId: number): Promise<Scope> {
  const { rows } = await sql<{ tags: number[] | null }>`
    select case when not m.all_assets then array(
             select distinct u.tag_id from membership_tag t join tag_above u on u.above_id = t.tag_id
              where t.subscription_id = m.subscription_id and t.person_id = m.person_id) end as tags
      from membership m where m.person_id = ${personId} and m.subscription_id = app_subscription()`.execute(trx)
  return scopeOfTags(rows[0] === undefined ? [] : rows[0].tags)
}
