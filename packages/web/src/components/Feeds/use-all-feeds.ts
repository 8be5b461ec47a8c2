import type { Feed } from '@patchyard/api'
import { useApi } from '../../api/use-api.ts'

/** There are some twenty feeds and the repositories that were added; who has more sees the rest in the list. */
const MOST = 200

const query = { limit: MOST } as const

/** All feeds in one answer, which the stream keeps true; `again` as of `useApi`. */
export const useAllFeeds = (again?: (answer: { readonly items: readonly Feed[] }) => number | false) =>
  useApi('listFeeds', { query }, again === undefined ? {} : { again })

/** How many failed or are held. */
export function useFeedsInTrouble(): number {
  const feeds = useAllFeeds()
  return feeds.data?.items.filter(feed => feed.state === 'failed' || feed.state === 'held').length ?? 0
}
