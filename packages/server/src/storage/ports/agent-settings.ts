import type { ProfileDocument } from '@patchyard/domain'

/** What the profiles of an asset and its subscription's licence make of its agent now. */
export interface AgentSettings {
  readonly checkInS: number
  /** What the licence allows is in it. */
  readonly scanEveryS: number
  readonly profile: {
    /** SHA-256 of the document, hex. */
    readonly digest: string
    readonly document: ProfileDocument
  }
}
