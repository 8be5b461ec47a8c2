import {
  type InstalledPackage,
  isOfModule,
  type PlacedPatch,
  type VersionScheme,
  versionSchemes,
} from '@patchyard/domain'
import { packagesSection } from '@patchyard/protocol'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { AssetSystem } from './fix-indices.ts'

const stateColumn = packagesSection.columnNames.indexOf('state')

/** Nobody reports of these assets meanwhile. In order of id, as batches of check-ins lock them: nobody waits in a circle. */
export async function lockLines(trx: Trx, assetIds: readonly number[]): Promise<void> {
  await sql`
    select 1 from agent_line l where l.asset_id = any(${[...assetIds]}::bigint[]) order by l.asset_id for update`.execute(
    trx,
  )
}

/** Systems of assets whose fixes the catalog can know by packages; others are left out (programs/systems-read-model.ts). */
export async function readSystems(trx: Trx, assetIds: readonly number[]): Promise<ReadonlyMap<number, AssetSystem>> {
  const { rows } = await sql<{ asset_id: number; distro: string; codename: string | null; version: string | null }>`
    select a.asset_id, a.os_id as distro, a.system ->> 'os.codename' as codename, a.system ->> 'os.versionId' as version
      from asset a
     where a.asset_id = any(${[...assetIds]}::bigint[]) and a.os_id not in ('windows', 'macos')`.execute(trx)
  return new Map(
    rows.flatMap(({ asset_id, distro, codename, version }) => {
      const release = releaseOf(distro, codename ?? '', version ?? '')
      return release === '' ? [] : [[asset_id, { distro, release }] as const]
    }),
  )
}

/** Debian and Ubuntu are told by code name, as in patch keys; RPM distributions by the first number of their version. */
const releaseOf = (distro: string, codename: string, version: string): string =>
  distro === 'debian' || distro === 'ubuntu' ? codename : (/^\d+/.exec(version)?.[0] ?? '')

export async function readPackageIds(
  trx: Trx,
  assetIds: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const { rows } = await sql<{ asset_id: number; ids: number[] }>`
    select p.asset_id, p.ids from asset_package p where p.asset_id = any(${[...assetIds]}::bigint[])`.execute(trx)
  return new Map(rows.map(row => [row.asset_id, row.ids]))
}

/** Adds what is not known yet of these packages to the dictionary; null stands for one that is not wholly installed. */
export async function learnPackages(
  trx: Trx,
  dictionary: Map<number, InstalledPackage | null>,
  ids: Iterable<number>,
): Promise<void> {
  const unknown = [...new Set(ids)].filter(id => !dictionary.has(id))
  if (unknown.length === 0) return
  const { rows } = await sql<{
    id: number
    scheme: VersionScheme
    name: string
    architecture: string
    version: string
    version_key: Buffer
    source_name: string
    source_version: string
    state: string
  }>`
    select p.id, p.scheme, p.name, p.architecture, p.version, p.version_key, p.source_name, p.source_version,
           p.row ->> ${stateColumn}::int as state
      from package_version p where p.id = any(${unknown}::int[])`.execute(trx)
  for (const row of rows) {
    const isSame = row.source_version === '' || row.source_version === row.version
    dictionary.set(
      row.id,
      row.state !== 'installed'
        ? null
        : {
            name: row.name,
            arch: row.architecture,
            versionKey: row.version_key,
            source: row.source_name === '' ? row.name : row.source_name,
            ...(row.scheme === 'rpm' && isOfModule(row.version) ? { isModular: true } : {}),
            sourceVersionKey: isSame ? row.version_key : versionSchemes[row.scheme].key(row.source_version),
          },
    )
  }
}

export async function readPlacedPatches(
  trx: Trx,
  patchIds: readonly number[],
): Promise<ReadonlyMap<number, PlacedPatch>> {
  const { rows } = await sql<{ id: number; track: string; version_key: Buffer; superseded_by: number | null }>`
    select p.id, p.track, p.version_key, coalesce(t.patch_id, p.superseded_by) as superseded_by
      from patch p left join patch_twin t on t.catalog_id = p.superseded_by and t.subscription_id = app_subscription()
     where p.id = any(${[...patchIds]}::int[])`.execute(trx)
  return new Map(
    rows.map(row => [
      row.id,
      { patchId: row.id, track: row.track, versionKey: row.version_key, supersededBy: row.superseded_by },
    ]),
  )
}

/** By catalog id: the subscription's own number for that patch, where it has one. null: of all patches; else of those with one of these ids. */
export async function readTwins(trx: Trx, patchIds: readonly number[] | null): Promise<ReadonlyMap<number, number>> {
  const ids = sql`any(${[...(patchIds ?? [])]}::int[])`
  const among = patchIds === null ? sql<boolean>`true` : sql<boolean>`(t.catalog_id = ${ids} or t.patch_id = ${ids})`
  const { rows } = await sql<{ catalog_id: number; patch_id: number }>`
    select t.catalog_id, t.patch_id from patch_twin t
     where t.subscription_id = app_subscription() and ${among}`.execute(trx)
  return new Map(rows.map(row => [row.catalog_id, row.patch_id]))
}
