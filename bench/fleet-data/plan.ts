import { type MadeAsset, makeAssets } from './assets.ts'
import { type Kind, kinds } from './kinds.ts'
import { type KindSoftware, makeSoftware } from './packages.ts'
import { type MadePatch, makePatches } from './patches.ts'
import type { Sizes } from './sizes.ts'
import { type MadeTags, makeTags } from './tags.ts'
import { type MadeCve, makeCve } from './vulnerabilities.ts'

/** Everything but findings and lists of packages, which PostgreSQL itself makes. */
export interface FleetPlan {
  readonly sizes: Sizes
  /** By position in `kinds`. */
  readonly patches: readonly (readonly MadePatch[])[]
  readonly cves: ReadonlyMap<string, MadeCve>
  /** [subscription][kind] */
  readonly software: readonly (readonly KindSoftware[])[]
  readonly tags: readonly MadeTags[]
  readonly assets: readonly MadeAsset[]
  /** Whose patch it is: 0 is the installation's catalog. */
  subscriptionOf(patch: MadePatch): number
}

export function planFleet(sizes: Sizes, seed: number): FleetPlan {
  let nextPatch = 1
  const patches = kinds.map(kind => {
    const made = makePatches(kind, nextPatch, Math.round(sizes.patches * kind.patchShare), seed)
    nextPatch += made.length
    return made
  })
  const cves = new Map<string, MadeCve>()
  for (const patch of patches.flat()) {
    for (const cve of patch.cves) if (!cves.has(cve)) cves.set(cve, makeCve(cve, patch.product, seed))
  }
  let nextPackage = 1
  const software = sizes.assets.map((_, index) =>
    kinds.map((kind: Kind) => {
      const made = makeSoftware(kind, nextPackage, seed + index)
      nextPackage += made.packages.length
      return made
    }),
  )
  let nextTag = 1
  const tags = sizes.assets.map(count => {
    const made = makeTags(nextTag, Math.min(count, sizes.scope), count, seed)
    nextTag += made.all.length
    return made
  })
  let nextAsset = 1
  const assets = sizes.assets.flatMap((count, index) => {
    const made = [...makeAssets(index + 1, nextAsset, count, seed)]
    nextAsset += count
    return made
  })
  const subscriptionOf = (patch: MadePatch): number => (patch.kind.source === 'catalog' ? 0 : 1)
  return { sizes, patches, cves, software, tags, assets, subscriptionOf }
}
