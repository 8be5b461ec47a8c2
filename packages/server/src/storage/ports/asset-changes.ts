/** What can change of an asset, as far as rules of tags ask for it. */
export const assetChanges = [
  /** It came, was accepted, sent away, or taken in place of another. */
  'standing',
  /** Section system.1: name, system, kernel, hardware, user, zone; and how the scan went. */
  'system',
  'network',
  'software',
  /** Findings and the counters made of them. */
  'findings',
  /** When it was scanned. */
  'scan',
  'restart',
  /** Activated or deactivated, or by which key. */
  'activation',
  /** Its tags, by hand or by other rules. */
  'tags',
] as const
export type AssetChange = (typeof assetChanges)[number]

/** All but tags by hand. */
export const everyAssetChange: ReadonlySet<AssetChange> = new Set(assetChanges.filter(change => change !== 'tags'))

/** Tags of assets, licences and profiles that follow what is known of assets. */
export interface FollowingTags {
  /** First in a transaction that will change assets: no rule changes until it ends. */
  begin(): Promise<void>
  /** Last in it: asks the rules that these changes can move. */
  assetsChanged(assetIds: readonly number[], changes: ReadonlySet<AssetChange>): Promise<void>
}
