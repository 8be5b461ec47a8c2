import type { Trx } from '../../database/database.ts'
import type { AssetChange } from './asset-changes.ts'

/** Tags that follow what is known of assets; made by the feature `tags`, for everybody who changes assets. */
export interface TagFollower {
  /** First in a transaction that will change assets: see features/tags/tag-lock.ts. */
  begin(trx: Trx): Promise<void>
  /**
   * Asks the rules that `changes` can move of these assets, in the transaction that changed them; then criticality, licences and
   * profiles follow. With 'tags' the caller has changed tags by hand.
   */
  assetsChanged(
    trx: Trx,
    subscriptionId: number,
    assetIds: readonly number[],
    changes: ReadonlySet<AssetChange>,
  ): Promise<void>
  /** For whoever asks rules of all assets: criticality, licences and profiles of these follow. */
  retagged(trx: Trx, subscriptionId: number, assetIds: readonly number[], weigh: boolean): Promise<void>
}
