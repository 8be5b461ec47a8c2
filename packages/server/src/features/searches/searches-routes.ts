import { SavedSearch } from '@patchyard/api'
import { wholeListAnswer } from '../../csv/whole-list-answer.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { SearchesService } from './searches-service.ts'

export function searchesRoutes(service: SearchesService): AnyRoute[] {
  const errors = ['query_invalid'] as const
  return [
    apiRoute('listRecentSearches', (principal, { query }) => service.recent(principal, query.entity)),
    apiRoute(
      'noteRecentSearch',
      async (principal, { body }) => {
        await service.note(principal, body)
        return {}
      },
      { errors },
    ),
    apiRoute('clearRecentSearches', async (principal, { query }) => {
      await service.clearRecent(principal, query.entity)
      return {}
    }),
    apiRoute('listSearches', (principal, { query }) => service.list(principal, query)),
    apiRoute('exportSearches', (principal, { query, reply }) =>
      wholeListAnswer(reply, 'searches.csv', SavedSearch, part => service.list(principal, { ...query, ...part })),
    ),
    apiRoute('getSearch', (principal, { params }) => service.get(principal, params.id)),
    apiRoute('saveSearch', (principal, { body }) => service.create(principal, body), {
      errors: [...errors, 'conflict'],
    }),
    apiRoute('changeSearch', (principal, { params, body }) => service.change(principal, params.id, body), {
      errors: [...errors, 'conflict'],
    }),
    apiRoute('deleteSearch', async (principal, { params }) => {
      await service.remove(principal, params.id)
      return {}
    }),
  ]
}
