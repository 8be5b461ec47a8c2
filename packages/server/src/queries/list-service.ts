import type { FindThenQuery } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { check, compileList, type QueryContext, type QueryTree } from '@patchyard/query'
import type { Static, TObject } from 'typebox'
import type { Database, Trx } from '../database/database.ts'
import type { Principal } from '../http/principal.ts'
import type { CursorKey, Cursors } from '../paging/cursor.ts'
import { readAsOf } from './as-of.ts'
import { keyToCursor } from './cursor-keys.ts'
import type { ListDefinition } from './list-definition.ts'
import { type Facet, type ListSelection, readFacets, readFields, readSelection } from './list-request.ts'
import { readingAs } from './reading-as.ts'
import { shownValue } from './shown-value.ts'
import { sqlOf } from './sql-of.ts'
import { withinTime } from './within-time.ts'

const DEFAULT_LIMIT = 50
const PAGE_MS = 20_000
/** What is not counted by then is at least what the page shows, and has no facets. */
const COUNT_MS = 5000

export interface FoundPage<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
  readonly total: number
  readonly totalIsLowerBound?: true
  readonly asOf?: string
  readonly facets?: Record<string, { value: string; count: number }[]>
}

export interface ListService {
  /**
   * One page of a list that the query language searches. Items have only the members that `fields` names, if it is there.
   * Throws Problem `query_invalid` (with every error and its place) or `malformed`; never leaves a filter out.
   */
  find<Schema extends TObject>(
    list: ListDefinition<Schema>,
    principal: Principal,
    request: FindThenQuery,
  ): Promise<FoundPage<Static<Schema>>>
}

export function createListService(ports: { database: Database; clock: Clock; cursors: Cursors }): ListService {
  const { database, clock } = ports
  return {
    async find(list, principal, request) {
      const selection = readSelection(list, request)
      const fields = readFields(list, request.fields)
      const facets = readFacets(list, request.facets, request.asOf !== undefined)
      const limit = request.limit ?? DEFAULT_LIMIT
      const nowMs = clock.nowMs()
      const asOfMs = readAsOf(request.asOf, nowMs)
      const { context, inside } = readingAs(database, principal, nowMs, list.ofInstallation === true, asOfMs)
      const scope = cursorScope(selection, context)
      const cursors = ports.cursors.of(principal)
      const after = cursors.decode(scope, request.cursor)
      const keys = after === null ? null : ([after[0], after[1]] as const)
      const read = inside(
        async trx => {
          const compiled = compileList({ ...compileRequest(list, selection), after: keys, limit }, context)
          const { rows } = await sqlOf<{ id: number; sort_key: unknown }>(compiled.page).execute(trx)
          const page = rows.slice(0, limit)
          const ids = page.map(row => row.id)
          const items = await list.readItems(trx, ids, { status: selection.status, context })
          return { items: ids.map(id => items.get(id)), last: rows.length > limit ? page.at(-1) : undefined }
        },
        { statementTimeoutMs: PAGE_MS },
      )
      // Beside each other: who waits for the rows does not wait for their count as well.
      const count = inside(trx => countAll(trx, list, selection, facets, context), { statementTimeoutMs: COUNT_MS })
      const [{ items, last }, counted] = await Promise.all([read, withinTime(count)])
      return {
        items: items.flatMap(item => chosen(item, fields)),
        nextCursor: last === undefined ? null : cursors.encode(scope, [keyToCursor(last.sort_key), last.id]),
        ...(counted ?? { total: items.length + (last === undefined ? 0 : 1), totalIsLowerBound: true }),
        ...(asOfMs === undefined ? {} : { asOf: new Date(asOfMs).toISOString() }),
      }
    },
  }
}

const compileRequest = (list: ListDefinition, { query, having, status, sort }: ListSelection) => ({
  entity: list.entity,
  query,
  having,
  status,
  sort,
})

/** A cursor continues one list of one person's view: query, second query, status, order, scope. */
const cursorScope = (selection: ListSelection, context: QueryContext): readonly CursorKey[] => [
  'find',
  ...selection.signature,
  JSON.stringify(context.scope),
  context.ofInstallation === true,
]

async function countOf(trx: Trx, count: Parameters<typeof sqlOf>[0]): Promise<number> {
  const { rows } = await sqlOf<{ n: number }>(count).execute(trx)
  return rows[0]?.n ?? 0
}

function chosen<Item>(item: Item | undefined, fields: readonly string[] | null): Item[] {
  if (item === undefined) return []
  if (fields === null) return [item]
  const all = item as Readonly<Record<string, unknown>>
  return [Object.fromEntries(fields.map(field => [field, all[field]])) as Item]
}

/** All that match, and their facets: those of tokens in the same statement, because it looks at the same rows. */
async function countAll(
  trx: Trx,
  list: ListDefinition,
  selection: ListSelection,
  facets: readonly Facet[],
  context: QueryContext,
): Promise<Pick<FoundPage<unknown>, 'total' | 'facets'>> {
  const request = { ...compileRequest(list, selection), after: null, limit: 1 }
  const compiled = compileList(request, context)
  if (facets.length === 0) return { total: await countOf(trx, compiled.count) }
  const tokens = new Set(facets.flatMap(({ counts }) => ('token' in counts ? [counts.token.name] : [])))
  const statement = compiled.countWithFacets([...tokens])
  const { rows } = await sqlOf<{ facet: string | null; value: string | null; n: number }>(statement).execute(trx)
  const counted: NonNullable<FoundPage<unknown>['facets']> = {}
  for (const { name, counts } of facets) {
    if ('clause' in counts) {
      const query = narrowed(selection.query, counts.clause)
      const count = await countOf(trx, compileList({ ...request, query }, context).count)
      counted[name] = [{ value: counts.clause, count }]
    } else {
      const { token } = counts
      const values = rows.filter(row => row.facet === token.name)
      counted[name] = values.map(row => ({ value: shownValue(token, row.value), count: row.n }))
    }
  }
  return { total: rows.find(row => row.facet === null)?.n ?? 0, facets: counted }
}

/** The query and a clause of ours beside it. */
function narrowed(query: QueryTree, clause: string): QueryTree {
  const more = check(clause, { entity: query.entity }).tree?.root
  if (more === undefined || more === null) throw new Error(`the facet's clause ${clause} is not of the language`)
  if (query.root === null) return { entity: query.entity, root: more }
  const nodes = query.root.kind === 'and' ? [...query.root.nodes, more] : [query.root, more]
  return { entity: query.entity, root: { kind: 'and', nodes, from: query.root.from, to: query.root.to } }
}
