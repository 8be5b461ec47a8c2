/** How long a release of a system or product is looked after. */
export interface LifecycleRecord {
  readonly kind: 'lifecycle'
  readonly product: string
  readonly release: string
  readonly label: string
  readonly releasedAtMs: number | null
  readonly isLts: boolean
  /** End of active support and of all support. null: not known or not set. */
  readonly activeSupportEndsAtMs: number | null
  readonly endOfLifeAtMs: number | null
  readonly isEndOfLife: boolean
  readonly latestVersion: string
}
