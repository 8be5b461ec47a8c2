import type { TagAssigned, TagAssignment } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { assetInScope, compileList } from '@patchyard/query'
import { sql } from 'kysely'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { contextOf } from '../../queries/query-context.ts'
import { readHaving, readQuery } from '../../queries/read-query.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { assetTagStore } from './asset-tag-store.ts'
import { readGivenTags } from './given-tags-read-model.ts'
import { lockAssets, shareTags } from './tag-lock.ts'
import { tagStore } from './tag-store.ts'
import { noticeAssets } from '../../storage/page-notices.ts'
import type { TagFollower } from '../../storage/ports/tag-follower.ts'

export interface AssignService {
  /**
   * All or nothing. Throws Problem `not_found` for a tag or asset that is not there or not in scope, `tag_dynamic`,
   * `tag_outside_scope`, `tag_count_changed`, `query_invalid`.
   */
  assign(principal: Principal, request: TagAssignment): Promise<TagAssigned>
}

const TAGGING_MS = 25_000
const MOST_TOLD = 200

export function createAssignService(ports: { database: Database; clock: Clock; follower: TagFollower }): AssignService {
  const { database, clock, follower } = ports
  return {
    assign(principal, request) {
      const { subscriptionId } = principal
      const nowMs = clock.nowMs()
      const readAssets = assetsReader(principal, request, nowMs)
      return database.inSubscription(
        subscriptionId,
        async trx => {
          // Before anything of tags is read: none is renamed, moved or made dynamic meanwhile.
          await shareTags(trx)
          const tags = await readGivenTags(trx, principal, request.tags)
          const assetIds = await readAssets(trx)
          if (await tagStore.hasChainedRules(trx)) await lockAssets(trx, assetIds)
          const ids = tags.map(tag => tag.id)
          const changed =
            request.action === 'assign'
              ? await assetTagStore.add(trx, ids, assetIds)
              : await assetTagStore.remove(trx, ids, assetIds)
          await follower.assetsChanged(trx, subscriptionId, changed, new Set(['tags']))
          if (changed.length <= MOST_TOLD) await noticeAssets(trx, subscriptionId, 'asset', changed)
          for (const tag of tags) {
            await writeAudit(trx, {
              principal,
              action: `tag.${request.action}`,
              object: `tag:${tag.publicId}`,
              detail: await detailOf(trx, request, changed),
              nowMs,
            })
          }
          return { assets: assetIds.length, changed: changed.length }
        },
        { statementTimeoutMs: TAGGING_MS },
      )
    },
  }
}

function assetsReader(
  principal: Principal,
  { assets, matching }: TagAssignment,
  nowMs: number,
): (trx: Trx) => Promise<number[]> {
  if ((assets === undefined) === (matching === undefined)) {
    throw new Problem('malformed', { field: 'body', detail: 'either `assets` or `matching`' })
  }
  const context = contextOf(principal, nowMs)
  if (assets !== undefined) {
    const wanted = [...new Set(assets)]
    return async trx => {
      const { rows } = await sql<{ asset_id: number }>`
        select a.asset_id from asset a
         where a.public_id = any(${wanted}::uuid[]) and a.removed_at is null
           and ${sqlOf<boolean>(assetInScope(context, 'asset'))}
         order by a.asset_id`.execute(trx)
      // One of many that is not there, or not to be seen, refuses all: what was done must be what was meant.
      if (rows.length < wanted.length) throw new Problem('not_found', { field: 'body/assets' })
      return rows.map(row => row.asset_id)
    }
  }
  const { query, having, status, count } = matching as NonNullable<typeof matching>
  const tree = readQuery('asset', query, 'query').tree
  const second = readHaving('asset', having)?.tree ?? null
  return async trx => {
    const { rows } = await sqlOf<{ id: number }>(
      compileList(
        {
          entity: 'asset',
          query: tree,
          having: second,
          status: status ?? null,
          sort: { token: 'name', descending: false },
          after: null,
          limit: 1_000_000,
        },
        context,
      ).page,
    ).execute(trx)
    if (rows.length !== count) {
      throw new Problem('tag_count_changed', {
        field: 'body/matching/count',
        detail: `the query finds ${rows.length} assets, not ${count}`,
        found: rows.length,
      })
    }
    return rows.map(row => row.id).toSorted((a, b) => a - b)
  }
}

const NAMED = 20

async function detailOf(trx: Trx, { matching }: TagAssignment, changed: readonly number[]) {
  const { rows } = await sql<{ public_id: string; name: string }>`
    select a.public_id, a.name from asset a where a.asset_id = any(${changed.slice(0, NAMED)}::bigint[])
     order by a.asset_id`.execute(trx)
  return {
    assets: changed.length,
    named: rows.map(row => ({ id: row.public_id, name: row.name })),
    ...(matching === undefined
      ? {}
      : { query: matching.query, having: matching.having ?? null, status: matching.status ?? null }),
  }
}
