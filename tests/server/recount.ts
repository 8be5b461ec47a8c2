import type { TestServer } from '@patchyard/server/testing'

/**
 * Counters that differ from what a recount of the rows gives, said as text (invariant I15). The recount is SQL of its own:
 * it shares nothing with the statements that keep the counters. Patches count
 * in assets that are listed. Deltas not folded yet are part of a patch's count.
 */
export async function countersAgainstRows(server: TestServer): Promise<{ assets: string[]; patches: string[] }> {
  const assets = await server.db.owner<{ line: string }>(`
    select format('%s: %s %s %s %s %s, counted %s %s %s %s %s', a.name, a.missing_count, a.latest_missing_count,
                  a.missing_security_count, a.installed_count, a.exposed_since, c.missing, c.latest, c.security, c.installed,
                  c.exposed) as line
      from asset a
      cross join lateral (
        select count(*) filter (where f.status = 1) as missing,
               count(*) filter (where f.status = 1 and f.latest) as latest,
               count(*) filter (where f.status = 1 and p.is_security) as security,
               count(*) filter (where f.status = 2) as installed,
               min(f.exposed_since) filter (where f.status = 1) as exposed
          from finding f join patch p on p.id = f.patch_id where f.asset_id = a.asset_id) c
     where (a.missing_count, a.latest_missing_count, a.missing_security_count, a.installed_count, a.exposed_since)
           is distinct from (c.missing::int, c.latest::int, c.security::int, c.installed::int, c.exposed)`)
  const patches = await server.db.owner<{ line: string }>(`
    with said as (
      select subscription_id, patch_id, sum(missing)::int as missing, sum(installed)::int as installed
        from (select subscription_id, patch_id, missing, installed from patch_count
              union all
              select d.subscription_id, v.patch_id, v.missing, v.installed
                from patch_count_delta d
                cross join unnest(d.patch_ids, d.missing, d.installed) as v(patch_id, missing, installed)) both_tables
       group by 1, 2
    ), counted as (
      select subscription_id, patch_id, count(*) filter (where status = 1)::int as missing,
             count(*) filter (where status = 2)::int as installed
        from finding join (select asset_id, subscription_id as s from agent_line
                            where standing in ('active', 'quarantined') and deactivated_at is null) listed using (asset_id)
       group by 1, 2
    )
    select format('patch %s: %s %s, counted %s %s', coalesce(s.patch_id, c.patch_id), s.missing, s.installed,
                  c.missing, c.installed) as line
      from said s full join counted c using (subscription_id, patch_id)
     where (coalesce(s.missing, 0), coalesce(s.installed, 0)) <> (coalesce(c.missing, 0), coalesce(c.installed, 0))`)
  return { assets: assets.map(row => row.line), patches: patches.map(row => row.line) }
}
