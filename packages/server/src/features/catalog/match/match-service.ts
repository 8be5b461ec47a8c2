import { type InstalledPackage, matchPackages, resolveMatched } from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'
import type { FindingStore } from '../../../storage/ports/finding-store.ts'
import type { MatchOptions } from '../../../storage/ports/matching.ts'
import { learnPackages, readPackageIds, readPlacedPatches, readSystems, readTwins } from './assets-read-model.ts'
import type { Fixes, FixIndices } from './fix-indices.ts'

/**
 * Judges assets by the catalog, from their stored packages: no scan is waited for. The assets' lines are locked. Returns those on
 * which something has changed.
 */
export async function matchAssets(
  trx: Trx,
  { indices, findings }: { readonly indices: FixIndices; readonly findings: FindingStore },
  assetIds: readonly number[],
  { nowMs, names, patches = [], fresh, dictionary = new Map() }: MatchOptions,
): Promise<readonly number[]> {
  const systems = await readSystems(trx, assetIds)
  const packageIds = new Map<number, readonly number[]>()
  let allTwins: ReadonlyMap<number, number> | null = null
  const changed: number[] = []
  for (const [assetId, system] of systems) {
    const fixes = await indices.of(trx, system, nowMs, fresh)
    const current = await findings.load(assetId, [])
    const matched = current.flatMap(finding => (finding.matched ? [finding.patchId] : []))
    // What the catalog said of the release that the machine had before is taken back, whatever it knows of this one.
    if (fixes.namesOf.size === 0 && patches.length + matched.length === 0) continue
    if (packageIds.size === 0) {
      for (const [id, ids] of await readPackageIds(trx, [...systems.keys()])) packageIds.set(id, ids)
      await learnPackages(trx, dictionary, [...packageIds.values()].flat())
    }
    const installed = (packageIds.get(assetId) ?? []).flatMap(id => dictionary.get(id) ?? [])
    const named = asked(fixes, installed, names, patches)
    if (named === null) allTwins ??= await readTwins(trx, null)
    const twins = allTwins ?? (await readTwins(trx, [...(named ?? []), ...matched]))
    const judged = { assetId, installed, twins, matched, asking: named }
    if (await matchAsset({ trx, findings, nowMs }, fixes, judged)) changed.push(assetId)
  }
  return changed
}

/** Catalog ids of the patches that changed packages may say something of; null: all. */
function asked(
  fixes: Fixes,
  installed: readonly InstalledPackage[],
  names: readonly string[] | null,
  besides: readonly number[],
): ReadonlySet<number> | null {
  if (names === null) return null
  const changed = new Set(names)
  const sources = new Set([...names, ...installed.flatMap(one => (changed.has(one.name) ? [one.source] : []))])
  const patches = [
    ...[...sources].flatMap(source => fixes.bySource.get(source) ?? []),
    ...names.flatMap(name => fixes.byPackage.get(name) ?? []),
  ]
  return new Set([...patches.map(fix => fix.patchId), ...besides])
}

interface Judged {
  readonly assetId: number
  readonly installed: readonly InstalledPackage[]
  /** By catalog id, of all patches that are asked about. */
  readonly twins: ReadonlyMap<number, number>
  /** Patches that the catalog has called missing on it. */
  readonly matched: readonly number[]
  readonly asking: ReadonlySet<number> | null
}

async function matchAsset(
  { trx, findings, nowMs }: { readonly trx: Trx; readonly findings: FindingStore; readonly nowMs: number },
  fixes: Fixes,
  { assetId, installed, twins, matched, asking: named }: Judged,
): Promise<boolean> {
  const catalogIdOf = new Map([...twins].map(([catalogId, id]) => [id, catalogId]))
  // What was missing is asked about each time: the package that it was about may have left, and cannot say which source it was of.
  const before = matched.map(id => catalogIdOf.get(id) ?? id)
  const asking = named === null ? null : new Set([...named, ...before])
  if (asking?.size === 0) return false
  const found = matchPackages(fixes, asking === null ? installed : concernedBy(fixes, asking, installed))
  const isAsked = (id: number): boolean => asking === null || asking.has(id)
  const own = (ids: Iterable<number>): Set<number> =>
    new Set([...ids].flatMap(id => (isAsked(id) ? [twins.get(id) ?? id] : [])))
  const missing = own(found.missing)
  if (missing.size === 0 && matched.length === 0) return false
  const current = await findings.load(assetId, [...missing])
  const places = await readPlacedPatches(trx, [...new Set([...missing, ...current.map(finding => finding.patchId)])])
  const changes = resolveMatched({
    nowMs,
    current,
    missing,
    satisfied: own(found.satisfied),
    wasAsked: id => isAsked(catalogIdOf.get(id) ?? id),
    patchOf: id => places.get(id),
  })
  if (changes.upserts.length + changes.removed.length === 0) return false
  await findings.apply(assetId, changes, current)
  return true
}

/** What is installed of everything that decides about these patches. */
function concernedBy(
  fixes: Fixes,
  asking: ReadonlySet<number>,
  installed: readonly InstalledPackage[],
): InstalledPackage[] {
  const names = new Set([...asking].flatMap(id => fixes.namesOf.get(id) ?? []))
  return installed.filter(one => names.has(one.name) || names.has(one.source))
}
