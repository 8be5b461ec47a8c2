/**
 * Whose assets count: all of the subscription, or those that carry one of these tags. Tags below a tag are named, too: the tree
 * is not looked at.
 */
export type Scope = { readonly kind: 'all' } | { readonly kind: 'tags'; readonly tagIds: readonly number[] }

/**
 * The assets of a scope, read before: bit n of `bits` (from the lowest bit of its first byte on) is the asset with the id from + n.
 * One look at it costs an asset of a list less than any join (docs/performance.md, scopes).
 */
export interface ScopeBits {
  readonly from: number
  readonly bits: Uint8Array
}

/** Who asks, and when: what no query text can change. */
export interface QueryContext {
  readonly subscriptionId: number
  readonly scope: Scope
  /** Which assets the scope has at this moment, where that was read before; only with tags. */
  readonly scopeBits?: ScopeBits
  /** Only assets that hold a licence: whoever chooses what is patched. Lists show the others, too. */
  readonly licensedOnly?: boolean
  /** The licence is Free or has ended: no asset counts as licensed, whatever is written down. */
  readonly unlicensed?: boolean
  /** Tasks, and what a job is for, only of the jobs that `personId` owns or is co-author of; their rows are everybody's. */
  readonly ownJobsOnly?: boolean
  /** The audit is that of the installation, which belongs to no subscription; for operators. No other entity has one. */
  readonly ofInstallation?: boolean
  /** Agents silent for longer are stale; default: seven days. */
  readonly staleAfterMs?: number
  /** Whom `me` means; null where nobody asks (a recurring job): `me` is then no one. */
  readonly personId: number | null
  readonly nowMs: number
  /**
   * Findings, and what is counted of them, as they were at that instant, for assets and patches that were known by then. Everything else is of
   * today: scope, licence, names, software, tags. Tokens without a past (`hasNoPast`) are refused.
   */
  readonly asOfMs?: number
}
