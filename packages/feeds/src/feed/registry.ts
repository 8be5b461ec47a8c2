import type { Feed, FeedName } from './feed.ts'

/** Every feed there is, by its name. */
export const registry = {} as Readonly<Record<FeedName, Feed>>
