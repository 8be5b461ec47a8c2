/** Whose assets count: all of the subscription, or those that carry one of these tags or a tag below one. */
export type Scope = { readonly kind: 'all' } | { readonly kind: 'tags'; readonly tagIds: readonly number[] }

/** Who asks, and when: what no query text can change. */
export interface QueryContext {
  readonly subscriptionId: number
  readonly scope: Scope
  /** Only assets that hold a licence: whoever chooses what is patched. Lists show the others, too. */
  readonly licensedOnly?: boolean
  /** The licence is Free or has ended: no asset counts as licensed, whatever is written down. */
  readonly unlicensed?: boolean
  /** Tasks, and what a job is for, only of the jobs that `personId` owns or is co-author of; their rows are everybody's. */
  readonly ownJobsOnly?: boolean
  /** Agents silent for longer are stale; default: seven days. */
  readonly staleAfterMs?: number
  /** Whom `me` means; null where nobody asks (a recurring job): `me` is then no one. */
  readonly personId: number | null
  readonly nowMs: number
}
