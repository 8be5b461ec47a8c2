import { versionSchemes } from '@patchyard/domain'
import { type PackageEntry, packagesSection, rowText } from '@patchyard/protocol'
import { foldText, wordLine } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { distinctSorted, internRows, sortedIds } from './intern.ts'
import { type Applied, installedKey, type SectionChange } from '../../storage/ports/inventory-store.ts'

/** Tables package_version (dictionary) and asset_package (ids of one asset). */
export async function applyPackages(trx: Trx, assetId: number, change: SectionChange<PackageEntry>): Promise<Applied> {
  const before = change.replace ? [] : await packageIds(trx, assetId)
  // A row with a known key replaces it, so keys of `add` leave first.
  const leaving = [...change.del, ...change.add.map(e => [e.name, e.arch, e.version])]
  const gone = new Set(before.length === 0 ? [] : await idsOfKeys(trx, before, leaving as [string, string, string][]))
  const rows = distinctSorted(change.add, entry => rowText(packagesSection.toRow(entry)))
  const { ids, fresh } = await internRows(trx, 'package_version', rows, async missing => {
    const column = <T>(of: (entry: PackageEntry) => T): T[] => missing.map(m => of(m.value))
    await sql`
      insert into package_version (subscription_id, row_hash, scheme, name, architecture, version, version_key,
                                   source_name, source_version, row,
                                   name_folded, name_words, vendor, vendor_folded, vendor_words)
      select app_subscription(), v.row_hash, v.scheme, v.name, v.architecture, v.version, v.version_key,
             v.source_name, v.source_version, v.row::jsonb, v.name_folded, v.name_words, v.vendor, v.vendor_folded,
             v.vendor_words
        from unnest(
          ${missing.map(m => m.hash)}::bytea[], ${column(e => e.scheme)}::text[], ${column(e => e.name)}::text[],
          ${column(e => e.arch)}::text[], ${column(e => e.version)}::text[], ${column(keyOf)}::bytea[],
          ${column(e => e.sourceName)}::text[], ${column(e => e.sourceVersion)}::text[],
          ${column(e => JSON.stringify(packagesSection.toRow(e)))}::text[], ${column(e => foldText(e.name))}::text[],
          ${column(e => wordLine(e.name))}::text[], ${column(e => e.vendor)}::text[],
          ${column(e => foldText(e.vendor))}::text[], ${column(e => wordLine(e.vendor))}::text[]
        ) as v(row_hash, scheme, name, architecture, version, version_key, source_name, source_version, row,
               name_folded, name_words, vendor, vendor_folded, vendor_words)
       order by v.row_hash
      on conflict (subscription_id, row_hash) do nothing`.execute(trx)
  })
  const after = sortedIds([...before.filter(id => !gone.has(id)), ...ids.values()])
  await sql`
    insert into asset_package (asset_id, subscription_id, ids) values (${assetId}, app_subscription(), ${after}::int[])
    on conflict (asset_id) do update
       set ids = case when asset_package.program_ids = '{}' then excluded.ids
                      else array(select distinct v.id from unnest(excluded.ids || asset_package.program_ids) as v(id) order by 1) end
     where asset_package.ids <> excluded.ids`.execute(trx)
  return { count: after.length, fresh }
}

function keyOf(entry: PackageEntry): Buffer {
  return Buffer.from(versionSchemes[entry.scheme].key(entry.version))
}

/** Programs stand among the ids, too; their section changes apart from this one. */
async function packageIds(trx: Trx, assetId: number): Promise<readonly number[]> {
  const row = await trx
    .selectFrom('asset_package')
    .select(['ids', 'program_ids'])
    .where('asset_id', '=', assetId)
    .executeTakeFirst()
  if (row === undefined || row.program_ids.length === 0) return row?.ids ?? []
  const programs = new Set(row.program_ids)
  return row.ids.filter(id => !programs.has(id))
}

async function idsOfKeys(
  trx: Trx,
  among: readonly number[],
  keys: readonly (readonly [string, string, string])[],
): Promise<number[]> {
  if (keys.length === 0) return []
  const rows = await sql<{ id: number }>`
    select p.id from package_version p
      join unnest(${keys.map(k => k[0])}::text[], ${keys.map(k => k[1])}::text[], ${keys.map(k => k[2])}::text[])
           as k(name, architecture, version)
        on k.name = p.name and k.architecture = p.architecture and k.version = p.version
     where p.id = any(${[...among]}::int[])`.execute(trx)
  return rows.rows.map(row => row.id)
}

// Column of packages.1: what dpkg left half-done is not installed.
const stateColumn = packagesSection.columnNames.indexOf('state')

/** Versions of the named packages that are wholly installed on one asset; key `name NUL arch`. */
export async function installedVersions(
  trx: Trx,
  assetId: number,
  names: readonly string[],
): Promise<Map<string, string[]>> {
  const versions = new Map<string, string[]>()
  if (names.length === 0) return versions
  const rows = await sql<{ name: string; architecture: string; version: string }>`
    select p.name, p.architecture, p.version
      from asset_package a join package_version p on p.id = any(a.ids)
     where a.asset_id = ${assetId} and p.name = any(${[...new Set(names)]}::text[])
       and p.row->>${stateColumn}::int = 'installed'`.execute(trx)
  for (const { name, architecture, version } of rows.rows) {
    const key = installedKey(name, architecture)
    versions.set(key, [...(versions.get(key) ?? []), version])
  }
  return versions
}
