import type { FindingState } from '@patchyard/api'
import { type Entity, findToken, type QueryTree, type Token, tokensOf } from '@patchyard/query'
import { Problem } from '../errors/problem.ts'
import { refuseWithoutPast } from './as-of.ts'
import type { ListDefinition } from './list-definition.ts'
import { readHaving, readQuery, refuseStatus } from './read-query.ts'

/** What a list is asked for, understood whole. */
export interface ListSelection {
  readonly query: QueryTree
  readonly having: QueryTree | null
  readonly status: FindingState | null
  readonly sort: { readonly token: string; readonly descending: boolean }
  /** Whatever must be the same on the next page. */
  readonly signature: readonly (string | boolean | null)[]
}

export interface SelectionRequest {
  readonly query?: string | undefined
  readonly having?: string | undefined
  readonly status?: FindingState | undefined
  readonly sort?: string | undefined
  readonly asOf?: string | undefined
}

/** Throws Problem `query_invalid` or `malformed` with the parameter at fault. */
export function readSelection(list: ListDefinition, request: SelectionRequest): ListSelection {
  const { entity } = list
  refuseStatus(entity, request.status)
  const past = request.asOf !== undefined
  const query = readQuery(entity, request.query ?? '', 'query', past)
  const having = readHaving(entity, request.having, past)
  const status = request.status ?? null
  if (past && status === 'latestMissing') refuseWithoutPast('status', 'which missing patch was the latest')
  const sort = readSort(list, request.sort, status)
  if (past && findToken(entity, sort.token)?.hasNoPast === true) refuseWithoutPast('sort', sort.token)
  return {
    query: query.tree,
    having: having?.tree ?? null,
    status,
    sort,
    signature: [
      entity,
      request.asOf ?? null,
      query.canonical,
      having?.canonical ?? null,
      status,
      sort.token,
      sort.descending,
    ],
  }
}

function readSort(list: ListDefinition, sort: string | undefined, status: FindingState | null): ListSelection['sort'] {
  const text = sort ?? list.defaultSort
  const descending = text.startsWith('-')
  const name = descending ? text.slice(1) : text
  const token = findToken(list.entity, name)
  if (token?.sortable !== true) throw unknown('sort', name, sortable(list.entity))
  const shown = status === 'latestMissing' ? list.latestSort?.[token.name] : undefined
  return { token: shown ?? token.name, descending }
}

const sortable = (entity: Entity): string[] =>
  tokensOf(entity)
    .filter(token => token.sortable === true)
    .map(token => token.name)

export interface Facet {
  /** As it was asked for: the name under which the answer has it. */
  readonly name: string
  /** A token whose values are counted, or a clause that is counted as one. */
  readonly counts: { readonly token: Token } | { readonly clause: string }
}

const MOST_FACETS = 12

/** `facets=osFamily,scanStatus`. Throws Problem `malformed`. */
export function readFacets(list: ListDefinition, text: string | undefined, past = false): Facet[] {
  const names = namesOf(text)
  if (names.length > MOST_FACETS) {
    throw new Problem('malformed', { field: 'facets', detail: `at most ${MOST_FACETS} facets at once` })
  }
  return names.map(name => {
    const clause =
      list.clauseFacets !== undefined && Object.hasOwn(list.clauseFacets, name) ? list.clauseFacets[name] : undefined
    if (clause !== undefined) return { name, counts: { clause } }
    const token = findToken(list.entity, name)
    if (past && token?.hasNoPast === true) refuseWithoutPast('facets', token.name)
    if (token?.facet === true) return { name, counts: { token } }
    const known = tokensOf(list.entity).filter(one => one.facet === true)
    throw unknown('facets', name, [...known.map(one => one.name), ...Object.keys(list.clauseFacets ?? {})])
  })
}

/** `fields=name,tags`, null without it: all members. Throws Problem `malformed`. */
export function readFields(list: ListDefinition, text: string | undefined): readonly string[] | null {
  if (text === undefined) return null
  const members = Object.keys(list.item.properties)
  const names = namesOf(text)
  for (const name of names) if (!members.includes(name)) throw unknown('fields', name, members)
  return names
}

function namesOf(text: string | undefined): string[] {
  if (text === undefined) return []
  // An empty name is as unknown as any other: a parameter that says nothing is refused, not left out.
  return [...new Set(text.split(',').map(name => name.trim()))]
}

function unknown(field: string, name: string, known: readonly string[]): Problem {
  return new Problem('malformed', { field, detail: `"${name.slice(0, 60)}" is not one of ${known.join(', ')}` })
}
