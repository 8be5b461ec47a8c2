/**
 * A version of an application with the hashes of its files, in a catalog whose packages we do not install (portable archives): a second
 * opinion on the patch of the same version. No PatchRecord, because nothing here can be deployed; no PatchFile of another feed's patch,
 * because a feed speaks of its own things only.
 */
export interface ApplicationVersionRecord {
  readonly kind: 'applicationVersion'
  /** Whose word it is: "scoop/Extras". */
  readonly catalog: string
  /** In that catalog: "firefox". */
  readonly id: string
  readonly version: string
  /** The track of ours that it is the same application as: `winget:Mozilla.Firefox`; '' where nobody has said. */
  readonly track: string
  readonly files: readonly ApplicationFile[]
}

export interface ApplicationFile {
  readonly url: string
  /** Lower-case hex; null: it gives a hash of another kind or none. */
  readonly sha256: string | null
  readonly arch: string
}
