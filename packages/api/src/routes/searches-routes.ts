import { contract } from '../route-contract.ts'
import * as queries from '../schemas/queries.ts'
import { Done, IdParams } from '../schemas/common.ts'

export const searchRoutes = contract({
  listRecentSearches: {
    method: 'GET',
    path: '/recent-searches',
    permission: 'search.own',
    summary: "One's last searches, newest first",
    query: queries.EntityQuery,
    response: queries.RecentSearchList,
  },
  noteRecentSearch: {
    method: 'POST',
    path: '/recent-searches',
    permission: 'search.own',
    summary: 'Remember a search: the last 20 of each list, without duplicates',
    body: queries.RecentSearchNote,
    response: Done,
  },
  clearRecentSearches: {
    method: 'DELETE',
    path: '/recent-searches',
    permission: 'search.own',
    summary: "Forget one's last searches, of one list or all",
    query: queries.EntityQuery,
    response: Done,
  },
  listSearches: {
    method: 'GET',
    path: '/searches',
    permission: 'search.own',
    summary: "Saved searches: one's own and those that others share",
    query: queries.SavedSearchQuery,
    response: queries.SavedSearchList,
  },
  getSearch: {
    method: 'GET',
    path: '/searches/:id',
    permission: 'search.own',
    summary: 'One saved search',
    params: IdParams,
    response: queries.SavedSearch,
  },
  saveSearch: {
    method: 'POST',
    path: '/searches',
    permission: 'search.own',
    summary: 'Save a search under a name; sharing needs search.share',
    body: queries.SavedSearchCreate,
    response: queries.SavedSearch,
    status: 201,
  },
  changeSearch: {
    method: 'PATCH',
    path: '/searches/:id',
    permission: 'search.own',
    summary: "Rename, share or change one's own saved search",
    params: IdParams,
    body: queries.SavedSearchChange,
    response: queries.SavedSearch,
  },
  deleteSearch: {
    method: 'DELETE',
    path: '/searches/:id',
    permission: 'search.own',
    summary: "Delete one's own saved search; search.manage deletes shared ones of others",
    params: IdParams,
    response: Done,
  },
})
