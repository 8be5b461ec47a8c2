import { addBuild, buildKey, type FixedVersion, type FixIndex } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { readModuleBuilds } from './module-builds.ts'

/** The system whose fixes an asset needs: `debian` `bookworm`, `rocky` `9`. */
export interface AssetSystem {
  readonly distro: string
  readonly release: string
}

export interface Fixes extends FixIndex {
  /** Every name that decides about a patch, by the patch. */
  readonly namesOf: ReadonlyMap<number, readonly string[]>
}

interface Kept {
  readonly seq: number
  readonly loadedAtMs: number
  readonly fixes: Fixes
}

/** While a feed is taken in, the catalog changes each moment; reports in between are judged by what was known seconds ago. */
const REST_MS = 2000

/** Systems are what machines say they are: one that says another each time must not fill the memory. Those asked for last stay. */
const MOST_KEPT = 50

/**
 * Fixes of each system, kept in memory: 40,000 of one Debian release take 60 ms to load and 12 MB to keep, and each report asks for them.
 * An asset that was judged by an older state is judged again when its subscription follows the change (follow-catalog.ts).
 */
export function createFixIndices() {
  const kept = new Map<string, Kept>()
  return {
    async of(trx: Trx, { distro, release }: AssetSystem, nowMs: number, fresh: boolean): Promise<Fixes> {
      const key = `${distro}/${release}`
      const seq = await newestChange(trx)
      const known = kept.get(key)
      if (known !== undefined && (known.seq === seq || (!fresh && Math.abs(nowMs - known.loadedAtMs) < REST_MS))) {
        kept.delete(key)
        kept.set(key, known)
        return known.fixes
      }
      const fixes = await loadFixes(trx, distro, release)
      kept.delete(key)
      kept.set(key, { seq, loadedAtMs: nowMs, fixes })
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string)
      return fixes
    },
    /** Systems of which the fixes are kept. */
    size: () => kept.size,
  }
}

export type FixIndices = ReturnType<typeof createFixIndices>

export async function newestChange(trx: Trx): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select coalesce(max(c.seq), 0) as seq from catalog_change c`.execute(trx)
  return rows[0]?.seq ?? 0
}

async function loadFixes(trx: Trx, distro: string, release: string): Promise<Fixes> {
  const { rows } = await sql<{
    patch_id: number
    of_source: boolean
    name: string
    arch: string
    version_key: Buffer
    module: string
  }>`
    select r.patch_id, r.of_source, r.name, r.arch, r.version_key, r.module
      from patch_rule r join patch p on p.id = r.patch_id
     where r.distro = ${distro} and r.release in (${release}, '') and p.deprecated_at is null
     order by r.patch_id, r.n`.execute(trx)
  const bySource = new Map<string, FixedVersion[]>()
  const byPackage = new Map<string, FixedVersion[]>()
  const namesOf = new Map<number, string[]>()
  const streams = await readModuleBuilds(trx, distro, release)
  for (const { name, arch, version_key: key, module } of rows) {
    if (module !== '' && !isUnknown(module)) addBuild(streams, buildKey(name, arch, key), module)
  }
  for (const row of rows) {
    const module = isUnknown(row.module) ? streams.get(buildKey(row.name, row.arch, row.version_key)) : row.module
    // A build of a module of which nobody says of which stream it is: the machine's own engine judges it.
    if (module === undefined || module === null) continue
    const index = row.of_source ? bySource : byPackage
    const fixes = index.get(row.name) ?? []
    const place = module === '' ? {} : { module }
    fixes.push({ patchId: row.patch_id, versionKey: row.version_key, arch: row.arch, ...place })
    index.set(row.name, fixes)
    namesOf.set(row.patch_id, [...(namesOf.get(row.patch_id) ?? []), row.name])
  }
  return { bySource, byPackage, namesOf, streams }
}

/** `FixedPackage.module` of a source that does not say of which stream its build is. */
const isUnknown = (module: string): boolean => module.startsWith('?')
