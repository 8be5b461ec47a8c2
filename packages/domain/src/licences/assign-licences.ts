/** An asset as the assignment sees it. */
export interface LicenceCandidate {
  readonly assetId: number
  /** When patching was last activated for it; null: it is not activated. */
  readonly activatedAtMs: number | null
  /** Its tags, and the tags above them. */
  readonly tagIds: ReadonlySet<number>
}

export interface LicenceTags {
  /** None: every activated asset. */
  readonly include: readonly number[]
  /** Beats `include`. */
  readonly exclude: readonly number[]
}

/** Whether an asset is one that the licence is meant for, be there enough of it or not. */
export function wantsLicence(asset: LicenceCandidate, { include, exclude }: LicenceTags): boolean {
  if (asset.activatedAtMs === null || exclude.some(id => asset.tagIds.has(id))) return false
  return include.length === 0 || include.some(id => asset.tagIds.has(id))
}

export interface LicenceAssignment {
  readonly licensed: ReadonlySet<number>
  /** How many assets the licence is meant for; above the limit, the newest go without. */
  readonly wanted: number
}

/**
 * Who is licensed: of the assets that the tags let in, the first `limit` by activation, the oldest first (of the same
 * instant, the lower id). `limit` null: all of them. The server does the same in one statement
 * (features/licences/calculate-licences.ts), and a test holds it to this function.
 */
export function assignLicences(
  assets: readonly LicenceCandidate[],
  tags: LicenceTags,
  limit: number | null,
): LicenceAssignment {
  const wanting = assets
    .filter(asset => wantsLicence(asset, tags))
    .toSorted((a, b) => (a.activatedAtMs ?? 0) - (b.activatedAtMs ?? 0) || a.assetId - b.assetId)
  const served = limit === null ? wanting : wanting.slice(0, limit)
  return { licensed: new Set(served.map(asset => asset.assetId)), wanted: wanting.length }
}
