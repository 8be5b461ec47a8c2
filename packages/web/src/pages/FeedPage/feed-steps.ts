import type { Feed } from '@patchyard/api'

export type FeedStep = 'accept' | 'anew' | 'change' | 'turnOn' | 'turnOff' | 'remove'

/** What can be done with a feed as it stands, in the order of the menu. `fetches`: whether the server fetches at all. */
export function feedSteps(
  feed: Pick<Feed, 'enabled' | 'isDefault' | 'documents'>,
  fetches: boolean,
): readonly FeedStep[] {
  return [
    ...(feed.documents.held > 0 ? (['accept'] as const) : []),
    'change',
    ...(fetches && feed.enabled ? (['anew'] as const) : []),
    feed.enabled ? 'turnOff' : 'turnOn',
    // The server would make it again at its next start.
    ...(feed.isDefault ? [] : (['remove'] as const)),
  ]
}
