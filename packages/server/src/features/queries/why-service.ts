import type { QueryWhy, QueryWhyRequest, WhyClause } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { compileList, compileMatches, type Entity, type QueryContext, type QueryTree } from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { contextOf } from '../../queries/query-context.ts'
import { readHaving, readQuery, refuseStatus, secondEntity } from '../../queries/read-query.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { type Clause, clauseTree, inOrder, placeOf } from './clauses.ts'
import { defaultSorts } from './default-sorts.ts'
import { foundBy } from './found-values.ts'
import { refuseUnlessMayRead } from './may-read.ts'
import { valuesOfClauses } from './near-children.ts'
import { findObject, readFinding, readValues } from './why-read-model.ts'

export interface WhyService {
  /**
   * Which clauses of a query hold for one object and which do not, each with what the object has there. With `havingId` the
   * same for the second query on the other side of one finding. Throws Problem `query_invalid`, `forbidden`, and `not_found`
   * for an object that is not there or not in scope.
   */
  why(principal: Principal, request: QueryWhyRequest): Promise<QueryWhy>
}

interface Judged {
  readonly name: string
  readonly matches: boolean
  readonly clauses: WhyClause[]
}

export function createWhyService(ports: { database: Database; clock: Clock }): WhyService {
  const { database, clock } = ports
  return {
    why(principal, request) {
      const { entity, status, havingId } = request
      refuseUnlessMayRead(principal, entity)
      refuseStatus(entity, status)
      const query = readQuery(entity, request.text, 'text').tree
      const having = readHaving(entity, request.having)?.tree ?? null
      const other = otherOf(entity, havingId)
      if (other !== null) refuseUnlessMayRead(principal, other)
      const context = contextOf(principal, clock.nowMs())
      return database.inSubscription(
        principal.subscriptionId,
        async trx => {
          const id = await known(findObject(trx, entity, request.id))
          const first = await judge(trx, query, id, context)
          if (other === null || havingId === undefined) {
            const matches =
              first.matches &&
              ((having === null && status === undefined) || (await isListed(trx, request, having, context)))
            return { ...first, matches, having: null }
          }
          const otherId = await known(findObject(trx, other, havingId))
          const second = await judge(trx, having ?? { entity: other, root: null }, otherId, context)
          const ids = entity === 'asset' ? { assetId: id, patchId: otherId } : { assetId: otherId, patchId: id }
          const finding = await readFinding(trx, ids, status ?? null)
          const matches = first.matches && second.matches && finding.holds
          return { ...first, matches, having: { ...second, finding } }
        },
        { readOnly: true },
      )
    },
  }
}

function otherOf(entity: Entity, havingId: string | undefined): Entity | null {
  if (havingId === undefined) return null
  const other = secondEntity(entity)
  if (other !== null) return other
  throw new Problem('malformed', { field: 'body/havingId', detail: `a ${entity} has no findings` })
}

async function known(id: Promise<number | null>): Promise<number> {
  const found = await id
  if (found === null) throw new Problem('not_found')
  return found
}

async function judge(trx: Trx, tree: QueryTree, id: number, context: QueryContext): Promise<Judged> {
  const object = await readValues(trx, tree, id, context)
  if (object === null) throw new Problem('not_found')
  const root = clauseTree(tree)
  if (root === null) return { name: object.name, matches: true, clauses: [] }
  const holds = new Map<Clause, boolean>()
  await decide(trx, tree.entity, root, id, context, holds)
  const deciding = decidingOf(root, holds)
  const seen = valuesOfClauses(root, tree.entity, object.values, context)
  return {
    name: object.name,
    matches: holds.get(root) === true,
    clauses: inOrder(root).map(clause => ({
      ...placeOf(clause),
      holds: holds.get(clause) === true,
      decides: deciding.has(clause),
      found: foundBy(clause.node, tree.entity, seen.get(clause) ?? object.values),
    })),
  }
}

/** The database judges every clause, so that this says what the list says; what joins clauses is judged from them. */
async function decide(
  trx: Trx,
  entity: Entity,
  clause: Clause,
  id: number,
  context: QueryContext,
  holds: Map<Clause, boolean>,
): Promise<boolean> {
  const { node, children } = clause
  const inner: boolean[] = []
  for (const child of children) inner.push(await decide(trx, entity, child, id, context, holds))
  const verdict =
    node.kind === 'and'
      ? inner.every(Boolean)
      : node.kind === 'or'
        ? inner.some(Boolean)
        : node.kind === 'not'
          ? inner[0] === false
          : await isMatch(trx, { entity, root: node }, id, context)
  holds.set(clause, verdict)
  return verdict
}

async function isMatch(trx: Trx, tree: QueryTree, id: number, context: QueryContext): Promise<boolean> {
  const { rows } = await sqlOf(compileMatches(tree, [id], context)).execute(trx)
  return rows.length > 0
}

/** The clauses that the outcome hangs on: of a false "and" those that are false, of a true "or" those that are true. */
function decidingOf(clause: Clause, holds: ReadonlyMap<Clause, boolean>): ReadonlySet<Clause> {
  const deciding = new Set<Clause>()
  const visit = (one: Clause): void => {
    deciding.add(one)
    // What stands in a group is about one child; the group as a whole is what decides.
    if (one.node.kind === 'group') return
    const verdict = holds.get(one)
    const same = one.children.filter(child => one.node.kind === 'not' || holds.get(child) === verdict)
    for (const child of same) visit(child)
  }
  visit(clause)
  return deciding
}

/** With a second query or a status but no other side named: whether the list has the object at all. */
async function isListed(
  trx: Trx,
  request: QueryWhyRequest,
  having: QueryTree | null,
  context: QueryContext,
): Promise<boolean> {
  const { entity, status } = request
  const one: QueryTree = {
    entity,
    root: { kind: 'clause', token: 'id', test: { kind: 'id', value: request.id.toLowerCase() }, from: 0, to: 0 },
  }
  const { count } = compileList(
    { entity, query: one, having, status: status ?? null, sort: defaultSorts[entity], after: null, limit: 1 },
    context,
  )
  const { rows } = await sqlOf<{ n: number }>(count).execute(trx)
  return (rows[0]?.n ?? 0) > 0
}
