/** A profile as far as the choice asks: its tags already with everything below them in the tree. */
export interface TaggedProfile {
  /** Internal id; the smaller is the older. */
  readonly id: number
  /** Tags that the profile names. An asset that carries one of `covers` matches by it. */
  readonly tags: readonly { readonly tagId: number; readonly covers: readonly number[] }[]
}

export interface ConfigurationCandidate extends TaggedProfile {
  /** 1 is asked first; no two are equal. */
  readonly priority: number
}

export interface AssessmentCandidate extends TaggedProfile {
  readonly enabled: boolean
  readonly scanEveryS: number
}

/** A profile that fits an asset, by the first of its tags that the asset carries, itself or by one below it. */
export interface ProfileMatch<P> {
  readonly profile: P
  /** The tag of the profile, not the one on the asset. */
  readonly tagId: number
}

/**
 * Every configuration profile that fits, the one that counts first: the smallest priority. An empty list: the default
 * profile. Pure; the server's statement over all assets (profiles/assign-profiles.ts) gives the same, which a test compares.
 */
export function matchConfiguration<P extends ConfigurationCandidate>(
  profiles: readonly P[],
  assetTags: ReadonlySet<number>,
): ProfileMatch<P>[] {
  return matches(profiles, assetTags).toSorted((a, b) => a.profile.priority - b.profile.priority)
}

/** Every enabled assessment profile that fits, the shortest interval first, of equal ones the oldest. */
export function matchAssessment<P extends AssessmentCandidate>(
  profiles: readonly P[],
  assetTags: ReadonlySet<number>,
): ProfileMatch<P>[] {
  const enabled = profiles.filter(profile => profile.enabled)
  return matches(enabled, assetTags).toSorted(
    (a, b) => a.profile.scanEveryS - b.profile.scanEveryS || a.profile.id - b.profile.id,
  )
}

function matches<P extends TaggedProfile>(profiles: readonly P[], assetTags: ReadonlySet<number>): ProfileMatch<P>[] {
  return profiles.flatMap(profile => {
    const byId = profile.tags.toSorted((a, b) => a.tagId - b.tagId)
    const tag = byId.find(one => one.covers.some(covered => assetTags.has(covered)))
    return tag === undefined ? [] : [{ profile, tagId: tag.tagId }]
  })
}
