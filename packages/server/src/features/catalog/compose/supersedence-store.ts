import type { SupersedenceEdge, TrackedPatch } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** In tracks whose versions have an order, the newest version replaces all others. */
export async function supersedeTracks(trx: Trx, tracks: readonly string[]): Promise<void> {
  if (tracks.length === 0) return
  await sql`
    with newest as (
      select distinct on (p.track) p.track, p.id, p.version_key from patch p
       where p.subscription_id = 0 and p.track = any(${[...tracks]}::text[]) and p.deprecated_at is null and p.version_key <> ''
       order by p.track, p.version_key desc, p.id
    ), changed as (
      update patch p set superseded_by = case when n.version_key > p.version_key then n.id end
        from newest n
       where p.subscription_id = 0 and p.track = n.track
         and p.superseded_by is distinct from case when n.version_key > p.version_key then n.id end
      returning p.id
    )
    insert into catalog_change (patch_id) select id from changed order by id`.execute(trx)
}

export interface PackageOf {
  readonly distro: string
  readonly name: string
}

/** Where patches of the catalog stand before they are written anew. */
export interface Place {
  readonly id: number
  /** null: its versions have no order. */
  readonly track: string | null
  readonly packages: readonly PackageOf[]
}

export async function readPlaces(trx: Trx, keys: readonly string[]): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select p.id, case when p.version_key <> '' then p.track end as track,
           coalesce((select jsonb_agg(distinct jsonb_build_object('distro', r.distro, 'name', r.name))
                       from patch_rule r where r.patch_id = p.id and not r.of_source), '[]') as packages
      from patch p where p.subscription_id = 0 and p.key = any(${[...keys]}::text[])`.execute(trx)
  return rows
}

/**
 * RPM repositories store no supersedence: an advisory is replaced when each of its packages has a newer version in a later one, for the
 * same release, architecture and module stream (feeds.md §0). Looked at are the given patches, all that share a package with them, and
 * all that have one of `packages`: what patches had that have changed.
 */
export async function supersedeAdvisories(
  trx: Trx,
  patchIds: readonly number[],
  packages: readonly PackageOf[],
): Promise<void> {
  if (patchIds.length + packages.length === 0) return
  await sql`
    with touched as (
      select r.distro, r.name from patch_rule r where r.patch_id = any(${[...patchIds]}::int[]) and not r.of_source
      union
      select * from unnest(${packages.map(one => one.distro)}::text[], ${packages.map(one => one.name)}::text[])
    ), near as (
      select distinct o.patch_id from touched r join patch_rule o on (o.distro, o.name, o.of_source) = (r.distro, r.name, false)
    ), rules as materialized (
      select r.* from patch_rule r join near n on n.patch_id = r.patch_id where not r.of_source
    ), newest as materialized (
      select distinct on (o.distro, o.release, o.name, o.arch, o.module)
             o.distro, o.release, o.name, o.arch, o.module, o.version_key, o.patch_id
        from patch_rule o join patch p on p.id = o.patch_id and p.deprecated_at is null
       where not o.of_source and (o.distro, o.name) in (select r.distro, r.name from rules r)
       order by o.distro, o.release, o.name, o.arch, o.module, o.version_key desc, o.patch_id desc
    ), judged as (
      select r.patch_id, bool_and(n.version_key > r.version_key) as replaced, max(n.patch_id) filter (where n.version_key > r.version_key) as by_id
        from rules r join newest n
          on (n.distro, n.release, n.name, n.arch, n.module) = (r.distro, r.release, r.name, r.arch, r.module)
       group by r.patch_id
    ), changed as (
      update patch p set superseded_by = case when j.replaced then j.by_id end
        from judged j
       where p.id = j.patch_id and p.subscription_id = 0 and p.superseded_by is distinct from case when j.replaced then j.by_id end
      returning p.id
    )
    insert into catalog_change (patch_id) select id from changed order by id`.execute(trx)
}

export async function readStatedEdges(trx: Trx): Promise<SupersedenceEdge[]> {
  const { rows } = await sql<SupersedenceEdge>`
    select distinct on (f.subject, f.name) f.name as newer, f.subject as older, f.body ->> 'derived' as derived
      from catalog_fact f where f.kind = 'supersedes' order by f.subject, f.name, f.body ->> 'derived' nulls first`.execute(
    trx,
  )
  return rows
}

/**
 * Patches of Microsoft's knowledge base, as their supersedence is worked out. Links are gathered once: asked for each of 34,000 patches
 * before statistics know of them, the planner takes the index by subscription, and that took seven minutes.
 */
export async function readTrackedPatches(trx: Trx): Promise<(TrackedPatch & { readonly id: number })[]> {
  const { rows } = await sql<{
    id: number
    key: string
    issued_at: Date | null
    build: string
    track: string
    cves: string[] | null
  }>`
    with linked as materialized (
      select c.patch_id, array_agg(c.cve) as cves from patch_cve c where c.subscription_id = 0 group by c.patch_id
    )
    select p.id, p.key, p.issued_at, p.version as build, p.track, l.cves
      from patch p left join linked l on l.patch_id = p.id
     where p.subscription_id = 0 and p.key like 'kb:%'`.execute(trx)
  return rows.map(row => ({
    id: row.id,
    key: row.key,
    issuedAtMs: row.issued_at?.getTime() ?? null,
    // Of the patch itself: its detection may name the lower build of the month's hotpatch.
    fixedBuild: row.build,
    isHotpatch: row.track.endsWith('/hotpatch') ? true : null,
    cves: row.cves ?? [],
  }))
}

export async function readIdsOfKeys(trx: Trx, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: number; key: string }>`
    select p.id, p.key from patch p where p.subscription_id = 0 and p.key = any(${[...keys]}::text[])`.execute(trx)
  return new Map(rows.map(row => [row.key, row.id]))
}

/** Puts these edges in the place of all that there are. */
export async function replaceEdges(trx: Trx, edges: readonly SupersedenceEdge[]): Promise<void> {
  await sql`
    with wanted as materialized (
      select * from unnest(
        ${edges.map(e => e.older)}::text[], ${edges.map(e => e.newer)}::text[], ${edges.map(e => e.derived)}::text[]
      ) as v(older, newer, derived)
    ), gone as (
      delete from patch_edge e where not exists (select 1 from wanted w where (w.older, w.newer) = (e.older, e.newer))
    )
    insert into patch_edge (older, newer, derived) select w.older, w.newer, w.derived from wanted w order by 1, 2
    on conflict (older, newer) do update set derived = excluded.derived where patch_edge.derived is distinct from excluded.derived`.execute(
    trx,
  )
}

/** `by` in step with `ids`; null: nobody replaces it. */
export async function writeSupersededBy(
  trx: Trx,
  ids: readonly number[],
  by: readonly (number | null)[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    with changed as (
      update patch p set superseded_by = v.by_id
        from unnest(${[...ids]}::int[], ${[...by]}::int[]) as v(id, by_id)
       where p.id = v.id and p.superseded_by is distinct from v.by_id
      returning p.id
    )
    insert into catalog_change (patch_id) select id from changed order by id`.execute(trx)
}
