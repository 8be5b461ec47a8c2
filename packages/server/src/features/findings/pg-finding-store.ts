import type { Finding, FindingChanges, FindingStatus } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { isListedLine } from './listed-line.ts'
import { sumsFrom } from './past-sums-service.ts'
import type { FindingStore } from '../../storage/ports/finding-store.ts'

const codes: { readonly [S in FindingStatus]: number } = { missing: 1, installed: 2 }
const statusOf = (code: number): FindingStatus => (code === 1 ? 'missing' : 'installed')
const dates = (ms: readonly number[]): Date[] => ms.map(m => new Date(m))

/** See {@link FindingStore}. */
export function createPgFindingStore(trx: Trx): FindingStore {
  return {
    async load(assetId, patchIds) {
      const rows = await trx
        .selectFrom('finding as f')
        .innerJoin('patch as p', 'p.id', 'f.patch_id')
        .select([
          'f.patch_id',
          'p.track',
          'f.status',
          'f.latest',
          'f.offered',
          'f.matched',
          'f.first_seen',
          'f.since',
          'f.exposed_since',
        ])
        .where('f.asset_id', '=', assetId)
        .where(e =>
          e.or([e('f.status', '=', codes.missing), e('f.patch_id', '=', sql<number>`any(${[...patchIds]}::int[])`)]),
        )
        .execute()
      return rows.map(row => ({
        patchId: row.patch_id,
        track: row.track,
        status: statusOf(row.status),
        latest: row.latest,
        offered: row.offered,
        matched: row.matched,
        firstSeenMs: row.first_seen.getTime(),
        sinceMs: row.since.getTime(),
        exposedSinceMs: row.exposed_since.getTime(),
      }))
    },

    async apply(assetId, changes, before) {
      const { removed, history } = changes
      // In the order of the primary key: neighbours in the index are written one after the other.
      const upserts = changes.upserts.toSorted((a, b) => a.patchId - b.patchId)
      if (upserts.length > 0) {
        await sql`
          insert into finding (asset_id, patch_id, subscription_id, status, latest, offered, matched, first_seen, since, exposed_since)
          select ${assetId}, v.patch_id, app_subscription(), v.status, v.latest, v.offered, v.matched, v.first_seen,
                 greatest(v.since, e.ended), case when e.ended > v.since then e.ended else v.exposed_since end
            from unnest(
              ${upserts.map(f => f.patchId)}::int[], ${upserts.map(f => codes[f.status])}::smallint[],
              ${upserts.map(f => f.latest)}::boolean[], ${upserts.map(f => f.offered)}::boolean[],
              ${upserts.map(f => f.matched)}::boolean[], ${dates(upserts.map(f => f.firstSeenMs))}::timestamptz[],
              ${dates(upserts.map(f => f.sinceMs))}::timestamptz[],
              ${dates(upserts.map(f => f.exposedSinceMs))}::timestamptz[]
            ) as v(patch_id, status, latest, offered, matched, first_seen, since, exposed_since)
           cross join lateral (select max(h.to_at) as ended from finding_history h
                                where h.asset_id = ${assetId} and h.patch_id = v.patch_id and h.to_at > v.since) e
          on conflict (asset_id, patch_id) do update
             set status = excluded.status, latest = excluded.latest, offered = excluded.offered,
                 matched = excluded.matched, since = excluded.since,
                 exposed_since = excluded.exposed_since`.execute(trx)
      }
      if (removed.length > 0) {
        await trx
          .deleteFrom('finding')
          .where('asset_id', '=', assetId)
          .where('patch_id', 'in', [...removed])
          .execute()
      }
      if (history.length > 0) {
        await sql`
          insert into finding_history (asset_id, patch_id, from_at, to_at, subscription_id, status, cause)
          select ${assetId}, v.patch_id, v.from_at, v.to_at, app_subscription(), v.status, v.cause
            from unnest(
              ${history.map(h => h.patchId)}::int[], ${dates(history.map(h => h.fromMs))}::timestamptz[],
              ${dates(history.map(h => h.toMs))}::timestamptz[], ${history.map(h => codes[h.status])}::smallint[],
              ${history.map(h => h.cause)}::text[]
            ) as v(patch_id, from_at, to_at, status, cause)
          on conflict do nothing`.execute(trx)
      }
      await countPatches(trx, assetId, { upserts, removed, history, before })
      await countAsset(trx, assetId)
    },
  }
}

/**
 * Per-patch counts change by deltas in a log: updating the counter itself would queue all agents on one hot row. The line is locked by
 * who reports: whether the asset is listed does not change meanwhile.
 */
async function countPatches(
  trx: Trx,
  assetId: number,
  changes: Pick<FindingChanges, 'upserts' | 'removed' | 'history'> & { before: readonly Finding[] },
): Promise<void> {
  const { upserts, removed, history, before } = changes
  const old = new Map(before.map(f => [f.patchId, f.status]))
  const deltas = new Map<number, { missing: number; installed: number }>()
  const add = (patchId: number, status: FindingStatus | undefined, by: number): void => {
    if (status === undefined) return
    const delta = deltas.get(patchId) ?? { missing: 0, installed: 0 }
    delta[status] += by
    deltas.set(patchId, delta)
  }
  for (const finding of upserts) {
    add(finding.patchId, old.get(finding.patchId), -1)
    add(finding.patchId, finding.status, 1)
  }
  for (const patchId of removed) add(patchId, old.get(patchId), -1)
  const rows = [...deltas.entries()].filter(([, d]) => d.missing !== 0 || d.installed !== 0)
  if (rows.length === 0) return
  const began = upserts.flatMap(f => (old.get(f.patchId) === f.status ? [] : [f.sinceMs]))
  const changedAt = new Date(Math.min(...began, ...history.map(h => h.toMs)))
  await sql`
    with untrue as (${sumsFrom(changedAt)})
    insert into patch_count_delta (subscription_id, patch_ids, missing, installed)
    select app_subscription(), ${rows.map(([id]) => id)}::int[], ${rows.map(([, d]) => d.missing)}::int[],
           ${rows.map(([, d]) => d.installed)}::int[]
      from agent_line l where l.asset_id = ${assetId} and ${isListedLine}`.execute(trx)
}

/** Recounted from the rows of this one asset: it is locked, and a sum of deltas could drift. */
async function countAsset(trx: Trx, assetId: number): Promise<void> {
  await sql`
    update asset set missing_count = c.missing, latest_missing_count = c.latest, missing_security_count = c.security,
           missing_critical_count = c.critical, installed_count = c.installed, exposed_since = c.exposed_since
      from (
        select count(*) filter (where f.status = 1) as missing,
               count(*) filter (where f.status = 1 and f.latest) as latest,
               count(*) filter (where f.status = 1 and p.is_security) as security,
               count(*) filter (where f.status = 1 and p.severity = 'critical') as critical,
               count(*) filter (where f.status = 2) as installed,
               min(f.exposed_since) filter (where f.status = 1) as exposed_since
          from finding f join patch p on p.id = f.patch_id
         where f.asset_id = ${assetId}
      ) c
     where asset.asset_id = ${assetId}
       and (asset.missing_count, asset.latest_missing_count, asset.missing_security_count, asset.missing_critical_count,
            asset.installed_count, asset.exposed_since)
           is distinct from (c.missing, c.latest, c.security, c.critical, c.installed, c.exposed_since)`.execute(trx)
}
