import type { InstalledPackage } from '@patchyard/domain'

export interface MatchOptions {
  readonly nowMs: number
  /** Names of packages that have changed; null: all of them. */
  readonly names: readonly string[] | null
  /** Catalog ids of patches that are to be judged besides, though no package decides about them any more. */
  readonly patches?: readonly number[]
  /** Fixes as they are in this transaction, not as they were seconds ago. */
  readonly fresh: boolean
  /** Packages that are known already, of a run over many assets. */
  readonly dictionary?: Map<number, InstalledPackage | null>
}

/** Findings by the catalog, from what is stored of an asset's packages. Used under the assets' line locks. */
export interface Matching {
  /** Takes the lines' locks, in an order in which nobody waits in a circle. */
  lock(assetIds: readonly number[]): Promise<void>
  /** Assets on which something has changed. */
  match(assetIds: readonly number[], options: MatchOptions): Promise<readonly number[]>
}
