import type { Finding, FindingChanges } from '@patchyard/domain'

/** Tables finding, finding_history and the counters. Used under the asset's line lock. */
export interface FindingStore {
  /** All missing findings of the asset and those of `patchIds`, whatever their state. */
  load(assetId: number, patchIds: readonly number[]): Promise<readonly Finding[]>
  /**
   * Writes what changed, the history, and the counters of the asset and of each patch. No state begins before the end of an earlier one
   * of the same asset and patch, so that at each instant there is one at most: where a clock that was set back says otherwise, it begins
   * (and is exposed) since that end.
   */
  apply(assetId: number, changes: FindingChanges, before: readonly Finding[]): Promise<void>
}
