import { check, type Entity, findToken, matches, type QueryObject, type QueryTree } from '@patchyard/query'
import { Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'

interface AskedFind {
  readonly query?: string
  readonly having?: string
  readonly status?: string
  readonly sort?: string
  readonly limit?: number
  readonly cursor?: string
  readonly facets?: string
}

/** One row with the object that queries look at, and its findings with the objects of the other side. */
export interface Sought<Row> {
  readonly row: Row
  readonly object: QueryObject
  readonly findings: readonly { readonly status: 'missing' | 'installed'; readonly other: QueryObject }[]
}

interface Found<Row> {
  readonly items: Row[]
  readonly nextCursor: string | null
  readonly total: number
  readonly facets?: Record<string, { value: string; count: number }[]>
}

const ME = 1

function readTree(text: string, entity: Entity): QueryTree {
  const { tree, errors } = check(text, { entity })
  if (tree === null) throw new Refusal(400, 'query_invalid', errors.map(error => error.message).join('; '))
  return tree
}

export const contextAt = (nowMs: number) => ({ nowMs, personId: ME })

/** The rows of a sample that a query finds, by the evaluator in memory: what the real server answers, for a small fleet. */
export function findInSample<Row>(
  entity: Entity,
  all: readonly Sought<Row>[],
  asked: AskedFind,
  nowMs: number,
): Found<Row> {
  const { query = '', having, status, facets, ...paging } = asked
  const context = contextAt(nowMs)
  const tree = readTree(query, entity)
  const second = having === undefined ? null : readTree(having, entity === 'asset' ? 'patch' : 'asset')
  const state = status === 'latestMissing' ? 'missing' : status
  const found = all.filter(
    ({ object, findings }) =>
      matches(tree, object, context) &&
      ((second === null && state === undefined) ||
        findings.some(
          finding =>
            (state === undefined || finding.status === state) &&
            (second === null || matches(second, finding.other, context)),
        )),
  )
  const bySort = found.map(one => ({ ...one, ...(one.object as object) }))
  const page = pageOf(bySort, paging, () => '')
  return {
    ...page,
    items: page.items.map(one => one.row),
    ...(facets === undefined
      ? {}
      : { facets: Object.fromEntries(facets.split(',').map(token => [token, countValues(entity, found, token)])) }),
  }
}

/** Facets that are a condition instead of the values of a token. */
const clauses: ReadonlyMap<string, string> = new Map([
  ['mine', 'owner:me'],
  ['coAuthored', 'coAuthor:me'],
])

function countValues<Row>(entity: Entity, found: readonly Sought<Row>[], token: string) {
  const clause = clauses.get(token)
  if (clause !== undefined) {
    const tree = readTree(clause, entity)
    return [{ value: clause, count: found.filter(one => matches(tree, one.object, contextAt(0))).length }]
  }
  const counts = new Map<string, number>()
  const path = token.split('.')
  const labels = new Map(labelsOf(entity, token))
  for (const { object } of found) {
    for (const value of new Set(valuesAt(object, path))) {
      const label = labels.get(value) ?? value
      counts.set(label, (counts.get(label) ?? 0) + 1)
    }
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
}

function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(one => valuesAt(one, path))
  const [first, ...rest] = path
  if (first === undefined) {
    const shown = shownOf(value)
    return shown === null || shown === undefined || shown === '' ? [] : [String(shown)]
  }
  return typeof value === 'object' && value !== null ? valuesAt((value as Record<string, unknown>)[first], rest) : []
}

/** A person by the e-mail address; who is none by what stands in place of a name. */
function shownOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { name, email } = value as { readonly name?: unknown; readonly email?: unknown }
  return email === undefined || email === '' ? name : email
}

/** Stored words and how queries write them. */
const labelsOf = (entity: Entity, token: string): (readonly [string, string])[] =>
  (findToken(entity, token)?.values ?? []).map(value => [value.stored, value.name] as const)
