/** Both kinds have the same tables but for what they say: `<kind>_profile` and `<kind>_profile_tag`. */
export type ProfileKind = 'assessment' | 'configuration'

/** What services of both kinds ask of a profile. */
export interface ProfileRecord {
  readonly id: number
  readonly publicId: string
  readonly isDefault: boolean
  readonly tagIds: readonly number[]
}
