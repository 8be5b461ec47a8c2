import type { Tag } from '@patchyard/api'
import { useQuery } from '@tanstack/react-query'
import { queryKey } from '../../api/query-keys.ts'
import { useReadAll } from '../../api/use-api.ts'
import { useCan } from '../../frame/Session/session-context.ts'

/** Beyond these the tree would be no help; lists of tags are searched by the server. */
export const MOST_TAGS = 5000

export interface Tags {
  readonly tags: readonly Tag[]
  readonly byId: ReadonlyMap<string, Tag>
  readonly state: 'loading' | 'failed' | 'ready'
  readonly error: unknown
  /** There may be more than were read. */
  readonly isCut: boolean
  retry(): void
}

const none: readonly Tag[] = []
const index = new WeakMap<readonly Tag[], ReadonlyMap<string, Tag>>()

/** By id; made once for each answer, as many chips on a page ask for it. */
function byIdOf(tags: readonly Tag[]): ReadonlyMap<string, Tag> {
  const known = index.get(tags)
  if (known !== undefined) return known
  const made = new Map(tags.map(tag => [tag.id, tag]))
  index.set(tags, made)
  return made
}

/** Every tag that one may see, read once for the whole page: trees, and the colours of chips. */
export function useTags(): Tags {
  const can = useCan()
  const readAll = useReadAll('listTags')
  const mayRead = can('tag.read')
  const { data, isError, error, refetch } = useQuery({
    queryKey: queryKey('listTags', { query: { whole: true } }),
    queryFn: () => readAll({ query: { sort: 'name' } }, MOST_TAGS),
    enabled: mayRead,
    staleTime: 30_000,
  })
  const tags = data ?? none
  return {
    tags,
    byId: byIdOf(tags),
    state: data !== undefined || !mayRead ? 'ready' : isError ? 'failed' : 'loading',
    error,
    isCut: tags.length >= MOST_TAGS,
    retry: () => void refetch(),
  }
}
