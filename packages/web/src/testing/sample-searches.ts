import type { CallResult, SavedSearch } from '@patchyard/api'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

type Recent = CallResult<'listRecentSearches'>['items'][number]

const colleague = 'grace.hopper@example.org'

/** Saved and recent searches that can be saved, changed and forgotten. */
export function searchAnswers(nowMs: number, email: string): Answers {
  const now = new Date(nowMs).toISOString()
  const saved = (n: number, name: string, part: Partial<SavedSearch>): SavedSearch => ({
    id: sampleId('other', 100 + n),
    name,
    entity: 'asset',
    query: '',
    having: null,
    status: null,
    shared: false,
    own: true,
    owner: email,
    createdAt: now,
    modifiedAt: now,
    errors: [],
    ...part,
  })
  let all: SavedSearch[] = [
    saved(1, 'Debian to do', { query: 'operatingSystem:debian and missingPatchCount>0' }),
    saved(2, 'Critical anywhere', { having: 'severity:Critical', status: 'missing', shared: true }),
    saved(3, 'Silent machines', { query: 'lastCheckIn<now-7d', own: false, shared: true, owner: colleague }),
    saved(4, 'Security, not restarted', { entity: 'patch', query: 'isSecurity:true and rebootRequired:true' }),
  ]
  let recent: Recent[] = [
    { entity: 'asset', query: 'name:web*', having: null, status: null, usedAt: now },
    { entity: 'job', query: 'owner:me and status:Enabled', having: null, status: null, usedAt: now },
  ]
  const one = (id: string): SavedSearch => {
    const search = all.find(other => other.id === id)
    if (search === undefined) throw new Refusal(404, 'not_found', 'There is nothing here that you can see.')
    return search
  }
  return {
    listSearches: ({ query }) =>
      pageOf(
        all.filter(search => query.entity === undefined || search.entity === query.entity),
        query,
        search => search.name,
      ),
    listRecentSearches: ({ query }) => ({
      items: recent.filter(search => query.entity === undefined || search.entity === query.entity),
    }),
    noteRecentSearch: ({ body }) => {
      const { entity, query = '', having = null, status = null } = body
      const isSame = (search: Recent): boolean =>
        search.entity === entity && search.query === query && search.having === having && search.status === status
      recent = [{ entity, query, having, status, usedAt: now }, ...recent.filter(search => !isSame(search))]
      return {}
    },
    clearRecentSearches: ({ query }) => {
      recent = recent.filter(search => query.entity !== undefined && search.entity !== query.entity)
      return {}
    },
    saveSearch: ({ body }) => {
      const { query = '', having = null, status = null, shared = false, ...rest } = body
      const search = saved(all.length + 1, body.name, { ...rest, query, having, status, shared })
      all = [...all, search]
      return search
    },
    changeSearch: ({ params, body }) => {
      const search = { ...one(params.id), ...body }
      all = all.map(other => (other.id === search.id ? search : other))
      return search
    },
    deleteSearch: ({ params }) => {
      const search = one(params.id)
      all = all.filter(other => other !== search)
      return {}
    },
  }
}
