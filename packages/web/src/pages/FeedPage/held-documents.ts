import type { FeedDocument } from '@patchyard/api'

export interface HeldDocument {
  readonly name: string
  readonly before: number
  readonly now: number
  readonly gone: number
}

/** What waits for somebody, the largest loss first. */
export function heldDocuments(
  documents: readonly Pick<FeedDocument, 'part' | 'state' | 'held'>[],
): readonly HeldDocument[] {
  return documents
    .flatMap(({ part, state, held }) =>
      state === 'held' && held !== null && !held.accepted
        ? [{ name: part, before: held.before, now: held.now, gone: Math.max(0, held.before - held.now) }]
        : [],
    )
    .sort((a, b) => b.gone - a.gone)
}
