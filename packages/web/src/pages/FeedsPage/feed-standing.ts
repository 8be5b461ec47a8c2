import type { Feed } from '@patchyard/api'

export type FeedStanding = Feed['state'] | 'syncing'

type Standing = Pick<Feed, 'state' | 'enabled' | 'progress'>

/** What a person is told first: that it is being fetched, then how that ended. */
export const feedStanding = (feed: Standing): FeedStanding => (feed.progress === null ? feed.state : 'syncing')

const SOON_MS = 2000
const LATER_MS = 60_000

/**
 * Milliseconds until progress is worth asking for: the stream tells of ends of attempts, not of their beginnings and documents. Nothing
 * is fetched where all feeds are off.
 */
export function askAgainMs(
  feeds: readonly Pick<Feed, 'progress' | 'nextAt' | 'enabled'>[],
  nowMs: number,
): number | false {
  if (feeds.some(feed => feed.progress !== null)) return SOON_MS
  const next = feeds.flatMap(feed => (feed.enabled && feed.nextAt !== null ? [Date.parse(feed.nextAt) - nowMs] : []))
  if (next.length === 0) return false
  return Math.min(Math.max(Math.min(...next), SOON_MS), LATER_MS)
}

/** Since when what is known is true: the publisher's own date, or when it was last fetched. */
export const dataAt = (of: { readonly editionAt: string | null; readonly at: string | null }): string | null =>
  of.editionAt ?? of.at
