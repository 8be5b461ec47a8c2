import { isOnDiskAlone, type OlderKernel, type VersionScheme, versionSchemes } from '@patchyard/domain'
import { assetInScope, type QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { sqlOf } from '../../queries/sql-of.ts'

/**
 * Kernel patches that are installed on these assets and are not what runs (E8: patched on disk, vulnerable in memory), as patch ids by
 * asset. Debian and Ubuntu alone: there the running kernel's name is that of its package, and a patch is a version of its source.
 */
export async function readKernelsOnDisk(
  trx: Trx,
  assetIds: readonly number[],
): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
  const kernels = await readOlderKernels(trx, assetIds)
  if (kernels.size === 0) return new Map()
  const { rows } = await sql<{ asset_id: number; patch_id: number; track: string; version_key: Buffer }>`
    select f.asset_id, f.patch_id, p.track, p.version_key
      from finding f join patch p on p.id = f.patch_id
     where f.asset_id = any(${[...kernels.keys()]}::bigint[]) and f.status = 2
       and split_part(p.track, '/', 3) = any(${[...new Set([...kernels.values()].map(one => one.source))]}::text[])`.execute(
    trx,
  )
  const found = new Map<number, Set<number>>()
  for (const row of rows) {
    const kernel = kernels.get(row.asset_id)
    const source = row.track.split('/')[2] ?? ''
    if (kernel === undefined || !isOnDiskAlone({ source, versionKey: row.version_key }, kernel)) continue
    found.set(row.asset_id, (found.get(row.asset_id) ?? new Set()).add(row.patch_id))
  }
  return found
}

/** A query that names them has to fit into an address. */
const MOST_NAMED = 100

/**
 * Assets that miss no patch for a CVE and still run the kernel that has it: a patch for it is on their disk alone. Asked from the few
 * assets on which an older kernel runs. `assets`: public ids of the first of them.
 */
export async function readOnDiskAlone(
  trx: Trx,
  cve: string,
  context: QueryContext,
): Promise<{ count: number; assets: readonly string[] }> {
  const { rows } = await sql<{ asset_id: number; patch_id: number; status: number }>`
    select f.asset_id, f.patch_id, f.status
      from asset_restart r
      join finding f on f.asset_id = r.asset_id
       and f.patch_id in (select c.patch_id from patch_cve c where c.cve = ${cve})
     where r.kind = 'kernel' and ${sqlOf<boolean>(assetInScope(context, 'finding'))}`.execute(trx)
  const missing = new Set(rows.flatMap(row => (row.status === 1 ? [row.asset_id] : [])))
  const onDisk = await readKernelsOnDisk(trx, [...new Set(rows.map(row => row.asset_id))])
  const isAlone = (row: (typeof rows)[number]): boolean => onDisk.get(row.asset_id)?.has(row.patch_id) === true
  const alone = new Set(rows.flatMap(row => (isAlone(row) && !missing.has(row.asset_id) ? [row.asset_id] : [])))
  const first = [...alone].toSorted((a, b) => a - b).slice(0, MOST_NAMED)
  if (first.length === 0) return { count: 0, assets: [] }
  const named = await trx
    .selectFrom('asset')
    .select('public_id')
    .where('asset_id', 'in', first)
    .orderBy('asset_id')
    .execute()
  return { count: alone.size, assets: named.map(row => row.public_id) }
}

/** The agent says that an older kernel runs (a row of kind `kernel`, named after the newest); the package of the running one is looked up. */
async function readOlderKernels(trx: Trx, assetIds: readonly number[]): Promise<ReadonlyMap<number, OlderKernel>> {
  const { rows } = await sql<{
    asset_id: number
    newest: string
    running: string
    scheme: VersionScheme
    name: string
    version: string
    source_name: string
    source_version: string
  }>`
    select a.asset_id, r.name as newest, a.kernel as running, v.scheme, v.name, v.version, v.source_name, v.source_version
      from asset_restart r
      join asset a on a.asset_id = r.asset_id
      join asset_package ap on ap.asset_id = a.asset_id
      join package_version v on v.id = any(ap.ids) and v.scheme = 'deb'
       and v.name in ('linux-image-' || a.kernel, 'linux-image-' || a.kernel || '-unsigned')
     where r.asset_id = any(${[...assetIds]}::bigint[]) and r.kind = 'kernel' and a.kernel <> ''`.execute(trx)
  return new Map(
    rows.map(row => {
      const version = row.source_version === '' ? row.version : row.source_version
      return [
        row.asset_id,
        {
          source: row.source_name === '' ? row.name : row.source_name,
          sourceVersionKey: versionSchemes[row.scheme].key(version),
          isReplaced: row.newest === row.running,
        },
      ]
    }),
  )
}
