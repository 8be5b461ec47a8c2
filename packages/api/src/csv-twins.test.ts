import { describe, expect, it } from 'vitest'
import { type RouteName, routes } from './routes.ts'

// Every list can be had as CSV: all rows, by the same permission. What lists are is read from the table of routes.

interface Declared {
  readonly method: string
  readonly path: string
  readonly permission: string
  readonly query?: { readonly properties: Readonly<Record<string, unknown>> }
  readonly response?: { readonly properties?: Readonly<Record<string, unknown>> }
  readonly produces?: string
}
const all = Object.entries(routes) as unknown as readonly (readonly [RouteName, Declared])[]

/** A task has items of its own; it stands at the end of its path. */
const isList = ([name, { method, path, response }]: readonly [RouteName, Declared]): boolean =>
  method === 'GET' && (name.startsWith('list') || ('items' in (response?.properties ?? {}) && !path.endsWith('/:id')))

/** Lists that have no CSV, each with the reason. */
const without: { readonly [N in RouteName]?: string } = {
  listPatchAssets:
    'as long as the fleet: /assets.csv?having=id:…&status=… streams the same assets with all their columns',
  listAuditHeads: 'signed statements: /audit.ndjson and the head it ends with are what can be verified elsewhere',
  listInstallationAuditHeads: 'as listAuditHeads',
  listRecentSearches: "the last twenty of one's own, offered while typing",
  listFeedKinds: 'what this version can fetch, in docs/feeds.md',
  listProgramProducts: 'what a name can be mapped to, offered while typing; /patches.csv has the catalog',
  listRoles: 'the same six roles everywhere, in docs/people.md',
  listTagUses: 'what stands in the way of deleting one tag',
  listOwnSubscriptions: 'what a switch offers, no list to keep',
  listSignInProviders: 'the buttons of the sign-in page',
}

const lists = all.filter(isList)
const twinOf = (path: string) => all.find(([, route]) => route.produces === 'text/csv' && route.path === `${path}.csv`)

describe('a list', () => {
  it.each(lists.filter(([name]) => without[name] === undefined))('%s has its twin as CSV', (_, route) => {
    const twin = twinOf(route.path)
    expect(twin?.[1].permission).toBe(route.permission)
    // Whatever narrows or orders the list narrows and orders the file; a file has no pages, and no facets.
    const narrows = Object.keys(route.query?.properties ?? {}).filter(
      name => !['limit', 'cursor', 'facets'].includes(name),
    )
    expect(Object.keys(twin?.[1].query?.properties ?? {})).toEqual(expect.arrayContaining(narrows))
  })

  it('is left out only where it is a list and has no twin', () => {
    const short = lists.filter(([, route]) => twinOf(route.path) === undefined).map(([name]) => name)
    expect(Object.keys(without).sort()).toEqual(short.sort())
  })
})
