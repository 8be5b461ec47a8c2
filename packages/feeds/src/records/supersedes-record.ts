/** `newer` replaces `older`, both named by their keys. */
export interface SupersedesRecord {
  readonly kind: 'supersedes'
  readonly newer: string
  readonly older: string
  /** Why we say so where the source does not; null: the source's own edge. */
  readonly derived: string | null
}
