import type { FindingState } from '@patchyard/api'

/** What of a list's view is kept as a search. */
export interface Search {
  readonly query: string
  readonly having: string | null
  readonly status: FindingState | null
}
