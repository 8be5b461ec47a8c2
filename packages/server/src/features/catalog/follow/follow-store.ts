import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** What of the catalog a subscription has followed. The wall is set to it, in all of this file. */
export async function readFollowed(trx: Trx): Promise<number> {
  const row = await trx.selectFrom('catalog_followed').select('seq').executeTakeFirst()
  return row?.seq ?? 0
}

export async function writeFollowed(trx: Trx, seq: number): Promise<void> {
  await sql`
    insert into catalog_followed (subscription_id, seq) values (app_subscription(), ${seq})
    on conflict (subscription_id) do update set seq = excluded.seq where catalog_followed.seq < excluded.seq`.execute(
    trx,
  )
}

export interface Changes {
  readonly patchIds: readonly number[]
  /** Up to which change these are all. */
  readonly seq: number
}

export async function readChanges(trx: Trx, after: number, most: number): Promise<Changes> {
  const { rows } = await sql<{ seq: number; patch_id: number }>`
    select c.seq, c.patch_id from catalog_change c where c.seq > ${after} order by c.seq limit ${most}`.execute(trx)
  return { patchIds: [...new Set(rows.map(row => row.patch_id))], seq: rows.at(-1)?.seq ?? after }
}

/** Patches that were reported here before the catalog had them become its twins; by catalog id their own. */
export async function adoptReported(trx: Trx, catalogIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  await sql`
    insert into patch_twin (subscription_id, catalog_id, patch_id)
    select app_subscription(), c.id, own.id
      from patch c join patch own on own.subscription_id = app_subscription() and own.key = c.key
     where c.subscription_id = 0 and c.id = any(${[...catalogIds]}::int[])
    on conflict do nothing`.execute(trx)
  const { rows } = await sql<{ catalog_id: number; patch_id: number }>`
    select t.catalog_id, t.patch_id from patch_twin t
     where t.subscription_id = app_subscription() and t.catalog_id = any(${[...catalogIds]}::int[])`.execute(trx)
  return new Map(rows.map(row => [row.catalog_id, row.patch_id]))
}

/** The feed's facts win: twins say what the catalog says. What agents alone know (a size, that it wants a reboot) stays. */
export async function copyFacts(trx: Trx, twins: ReadonlyMap<number, number>): Promise<void> {
  if (twins.size === 0) return
  const catalogIds = [...twins.keys()]
  const ownIds = [...twins.values()]
  const pairs = sql`unnest(${catalogIds}::int[], ${ownIds}::int[]) as v(catalog_id, own_id)`
  await sql`
    update patch own set
      title = c.title, title_folded = c.title_folded, title_words = c.title_words, category = c.category,
      category_folded = c.category_folded, category_words = c.category_words, severity = c.severity,
      vendor_severity = c.vendor_severity, is_security = own.is_security or c.is_security,
      reboot_suggested = own.reboot_suggested or c.reboot_suggested, size_bytes = coalesce(own.size_bytes, c.size_bytes),
      issued_at = coalesce(c.issued_at, own.issued_at), modified_at = c.modified_at, source = c.source,
      source_folded = c.source_folded, source_words = c.source_words, vendor = c.vendor, vendor_folded = c.vendor_folded,
      vendor_words = c.vendor_words, type = c.type, type_folded = c.type_folded, type_words = c.type_words,
      download_method = c.download_method, deprecated_at = c.deprecated_at, deprecated_because = c.deprecated_because,
      exploited = c.exploited, ransomware = c.ransomware, kev = c.kev, kev_due_at = c.kev_due_at, cvss = c.cvss, epss = c.epss,
      superseded_by = coalesce(t.patch_id, c.superseded_by)
      from ${pairs} join patch c on c.id = v.catalog_id
      left join patch_twin t on t.catalog_id = c.superseded_by and t.subscription_id = app_subscription()
     where own.id = v.own_id and own.subscription_id = app_subscription()`.execute(trx)
  for (const table of ['patch_label', 'patch_cve', 'patch_advisory'] as const) {
    await trx.deleteFrom(table).where('patch_id', 'in', ownIds).where('subscription_id', '<>', 0).execute()
  }
  await sql`
    insert into patch_label (patch_id, kind, value, subscription_id, value_folded, value_words)
    select v.own_id, l.kind, l.value, app_subscription(), l.value_folded, l.value_words
      from ${pairs} join patch_label l on l.patch_id = v.catalog_id on conflict do nothing`.execute(trx)
  await sql`
    insert into patch_cve (patch_id, cve, subscription_id)
    select v.own_id, l.cve, app_subscription() from ${pairs} join patch_cve l on l.patch_id = v.catalog_id
    on conflict do nothing`.execute(trx)
  await sql`
    insert into patch_advisory (patch_id, advisory_id, subscription_id)
    select v.own_id, l.advisory_id, app_subscription() from ${pairs} join patch_advisory l on l.patch_id = v.catalog_id
    on conflict do nothing`.execute(trx)
}

/**
 * Above so many packages nearly every asset has one of them, and finding out which costs more than judging all: GIN looks each number up
 * and compares whole arrays (2,000 assets with 20,000 numbers: 40 s; judging them: 2 s).
 */
const MANY_PACKAGES = 2000

/**
 * Assets whose findings may change with these patches: those that have one of their packages, and those that a finding of theirs says to
 * miss one. `names`: of the packages that decide.
 */
export async function assetsConcerned(
  trx: Trx,
  catalogIds: readonly number[],
  ownIds: readonly number[],
): Promise<{ readonly assetIds: readonly number[]; readonly names: readonly string[] }> {
  const { rows: rules } = await sql<{ name: string; of_source: boolean }>`
    select distinct r.name, r.of_source from patch_rule r where r.patch_id = any(${[...catalogIds]}::int[])`.execute(
    trx,
  )
  const sources = rules.flatMap(rule => (rule.of_source ? [rule.name] : []))
  const packages = rules.flatMap(rule => (rule.of_source ? [] : [rule.name]))
  const { rows: versions } = await sql<{ id: number; name: string }>`
    select p.id, p.name from package_version p
     where p.subscription_id = app_subscription() and p.source_name = any(${sources}::text[])
    union
    select p.id, p.name from package_version p
     where p.subscription_id = app_subscription() and p.name = any(${packages}::text[])
    union
    select p.id, p.name from package_version p
     where p.subscription_id = app_subscription() and p.source_name = '' and p.name = any(${sources}::text[])`.execute(
    trx,
  )
  const having =
    versions.length > MANY_PACKAGES
      ? sql`select a.asset_id from asset_package a`
      : sql`select a.asset_id from asset_package a where a.ids && ${versions.map(row => row.id)}::int[]`
  const { rows: assets } = await sql<{ asset_id: number }>`
    ${having}
    union
    select f.asset_id from finding f where f.patch_id = any(${[...ownIds]}::int[]) and f.status = 1
    order by 1`.execute(trx)
  return { assetIds: assets.map(row => row.asset_id), names: [...new Set(versions.map(row => row.name))] }
}

/** All of whom the catalog can say something: by what is installed, or by the build of their system. */
export async function readJudgedAssets(trx: Trx): Promise<readonly number[]> {
  const { rows } = await sql<{ asset_id: number }>`
    select p.asset_id from asset_package p
    union
    select a.asset_id from asset a
     where a.subscription_id = app_subscription() and a.os_id in ('windows', 'macos') order by 1`.execute(trx)
  return rows.map(row => row.asset_id)
}

/** Whether what they miss is critical, or of security, may have changed. Returns the assets whose counters are others now. */
export async function recountAssets(trx: Trx, assetIds: readonly number[]): Promise<readonly number[]> {
  const { rows } = await sql<{ asset_id: number }>`
    update asset set missing_count = c.missing, latest_missing_count = c.latest, missing_security_count = c.security,
           missing_critical_count = c.critical, installed_count = c.installed, exposed_since = c.exposed_since
      from (
        select f.asset_id, count(*) filter (where f.status = 1) as missing,
               count(*) filter (where f.status = 1 and f.latest) as latest,
               count(*) filter (where f.status = 1 and p.is_security) as security,
               count(*) filter (where f.status = 1 and p.severity = 'critical') as critical,
               count(*) filter (where f.status = 2) as installed,
               min(f.exposed_since) filter (where f.status = 1) as exposed_since
          from finding f join patch p on p.id = f.patch_id
         where f.asset_id = any(${[...assetIds]}::bigint[])
         group by f.asset_id
      ) c
     where asset.asset_id = c.asset_id
       and (asset.missing_count, asset.latest_missing_count, asset.missing_security_count, asset.missing_critical_count,
            asset.installed_count, asset.exposed_since)
           is distinct from (c.missing, c.latest, c.security, c.critical, c.installed, c.exposed_since)
    returning asset.asset_id`.execute(trx)
  return rows.map(row => row.asset_id)
}
