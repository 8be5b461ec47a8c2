/** How much is made. Everything follows from these numbers and the seeds: the same sizes give the same rows. */
export interface Sizes {
  /** Assets of each subscription; the first is the one that is measured. */
  readonly assets: readonly number[]
  readonly patches: number
  /** Assets of the first subscription that carry the tag which the narrow scope consists of. */
  readonly scope: number
  readonly jobs: number
  readonly tasks: number
}

/** The data set: 100,000 assets in one subscription, and three others that must not be seen or paid for. */
export const fullSizes: Sizes = {
  assets: [100_000, 4000, 800, 200],
  patches: 30_000,
  scope: 1250,
  jobs: 2000,
  tasks: 200_000,
}

/** `share` of the assets; the patches shrink less, for an asset still has about a hundred of them. */
export function sizesOf(share: number): Sizes {
  const part = (n: number): number => Math.max(1, Math.round(n * share))
  return {
    assets: fullSizes.assets.map(part),
    patches: Math.round(fullSizes.patches * Math.max(share, 0.2)),
    scope: part(fullSizes.scope),
    jobs: part(fullSizes.jobs),
    tasks: part(fullSizes.tasks),
  }
}

/** The instant that the data set calls now: whatever is measured later gets this one passed in. */
export const benchNowMs = Date.UTC(2026, 9, 1, 12)
export const dayMs = 24 * 60 * 60 * 1000
