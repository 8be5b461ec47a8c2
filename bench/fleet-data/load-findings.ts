import type pg from 'pg'
import { benchNowMs } from './sizes.ts'

/** A statement without its indexes runs at half the cost; they are made afterwards as the migration wrote them. */
export async function withoutIndexes(client: pg.Client, table: string, load: () => Promise<void>): Promise<void> {
  const constraints = await client.query<{ name: string; text: string }>(
    `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint
      where conrelid = $1::regclass and contype in ('p', 'u') order by contype`,
    [table],
  )
  const indexes = await client.query<{ name: string; text: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text from pg_index i
      where indrelid = $1::regclass and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`,
    [table],
  )
  for (const { name } of constraints.rows) await client.query(`alter table ${table} drop constraint ${name}`)
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`)
  await load()
  for (const { name, text } of constraints.rows)
    await client.query(`alter table ${table} add constraint ${name} ${text}`)
  for (const { text } of indexes.rows) await client.query(text)
}

/**
 * About a hundred findings an asset. Ranks of one asset are drawn in strata on a fifth-power curve, so each patch comes once
 * and a patch of rank r of K lies on a share of the kind's assets that falls as r^(-4/5): the newest few on nearly all, half
 * of all patches on fewer than one in fifty. The newer a patch and the worse an asset is kept, the more likely it is missing.
 *
 * Hashes of (asset, patch) stand for chance: PostgreSQL's own, which depend on nothing but their arguments.
 */
export async function loadFindings(client: pg.Client): Promise<void> {
  await withoutIndexes(client, 'finding', async () => {
    // Looked up patch by patch, so that rows come in the order of assets, as first reports bring them.
    await client.query('set enable_hashjoin = off; set enable_mergejoin = off')
    await client.query(`
      insert into finding (asset_id, patch_id, subscription_id, status, latest, first_seen, since, exposed_since)
      select v.asset_id, v.patch_id, v.subscription_id, case when v.missing then 1 else 2 end, v.latest, v.first_seen,
             case when v.missing then v.first_seen
                  else least(v.first_seen + (v.h3 % 40) * interval '6 hours', ${now}) end,
             v.first_seen - case when v.missing then (v.h3 % 45) * interval '1 day' else interval '0' end
        from (
          select d.asset_id, d.subscription_id, p.patch_id, p.latest,
                 (d.h % 1000) < 1000 * d.lag * (0.12 + 0.88 * exp(-5.0 * p.share)) as missing,
                 least(p.issued_at + (d.h2 % 72) * interval '2 hours', ${now}) as first_seen, d.h3
            from (
              select a.asset_id, a.subscription_id, a.kind, a.lag, j.h, j.h2, j.h3,
                     j.n + floor((a.patches - a.findings) * power((j.n + j.u) / a.findings, 5))::int as rank
                from bench_asset a
               cross join lateral (
                 select g as n, (h & 1048575) / 1048576.0::float8 as u, (h >> 20) & 1048575 as h,
                        (h >> 40) & 1023 as h2, (h >> 50) & 1023 as h3
                   from generate_series(0, a.findings - 1) g
                  cross join lateral (select hashint8extended(a.asset_id * 1024 + g, 7) as h) x
               ) j
            ) d join bench_patch p on p.kind = d.kind and p.rank = d.rank
        ) v`)
    await client.query('reset enable_hashjoin; reset enable_mergejoin')
  })
}

const now = `'${new Date(benchNowMs).toISOString()}'::timestamptz`

/** Tables of the generator itself; dropped when the data is there. */
export const helperTables = `
  create unlogged table bench_asset (asset_id bigint, subscription_id int, kind int, findings int, patches int, lag float8,
                                     image int[], own_from int, own_count int, own_each int);
  create unlogged table bench_patch (patch_id int, kind int, rank int, latest boolean, issued_at timestamptz, share float8)`

/** Columns of the counters of one asset. */
export type AssetCounts = Readonly<Record<(typeof assetCounts)[number], number>> & {
  readonly exposed_since: Date | null
}
const assetCounts = [
  'missing_count',
  'latest_missing_count',
  'missing_security_count',
  'missing_critical_count',
  'installed_count',
] as const
export const noCounts: AssetCounts = {
  missing_count: 0,
  latest_missing_count: 0,
  missing_security_count: 0,
  missing_critical_count: 0,
  installed_count: 0,
  exposed_since: null,
}

/** Counters of the assets, for the rows that are written with them; those of the patches are written here. */
export async function countFindings(client: pg.Client): Promise<ReadonlyMap<number, AssetCounts>> {
  await client.query(`
    insert into patch_count (subscription_id, patch_id, missing, installed)
    select f.subscription_id, f.patch_id, count(*) filter (where f.status = 1), count(*) filter (where f.status = 2)
      from finding f group by f.subscription_id, f.patch_id`)
  const { rows } = await client.query<{ asset_id: string } & AssetCounts>(`
    select f.asset_id, (count(*) filter (where f.status = 1))::int as missing_count,
           (count(*) filter (where f.status = 1 and f.latest))::int as latest_missing_count,
           (count(*) filter (where f.status = 1 and p.is_security))::int as missing_security_count,
           (count(*) filter (where f.status = 1 and p.severity = 'critical'))::int as missing_critical_count,
           (count(*) filter (where f.status = 2))::int as installed_count,
           min(f.exposed_since) filter (where f.status = 1) as exposed_since
      from finding f join patch p on p.id = f.patch_id
     group by f.asset_id`)
  return new Map(rows.map(({ asset_id, ...counts }) => [Number(asset_id), counts]))
}
