import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { usePorts } from '../../api/ports.ts'
import { useAllFeeds } from '../../components/Feeds/use-all-feeds.ts'
import { askAgainMs } from './feed-standing.ts'
import { touchedByFeed } from './touched-by-feed.ts'

/** While a page of feeds is open: asks how far syncs are, and reads what is shown again when that changed. */
export function useSyncProgress(): void {
  const { clock } = usePorts()
  const queries = useQueryClient()
  const { data } = useAllFeeds(answer => askAgainMs(answer.items, clock.nowMs()))
  const standings = data?.items.map(feed => `${feed.id} ${feed.state} ${feed.progress?.done} ${feed.attemptedAt}`)
  const now = standings?.join()
  useEffect(() => {
    if (now === undefined) return
    void queries.invalidateQueries({
      predicate: ({ queryKey, state }) =>
        touchedByFeed.some(name => name === queryKey[0]) && isOlder(state.dataUpdatedAt, clock.nowMs()),
    })
  }, [now, queries, clock])
}

/** The answer that just came is not asked for again. */
const isOlder = (updatedMs: number, nowMs: number): boolean => nowMs - updatedMs > 500
