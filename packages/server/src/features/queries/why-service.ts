import type { QueryWhy, QueryWhyRequest, WhyClause } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import {
  compileList,
  compileMatches,
  type Entity,
  type QueryContext,
  type QueryTree,
  why as whyClauses,
} from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { readHaving, readQuery, refuseStatus, secondEntity } from '../../queries/read-query.ts'
import { readingAs } from '../../queries/reading-as.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { defaultSorts } from './default-sorts.ts'
import { refuseUnlessMayRead } from './may-read.ts'
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
      const { entity, status, havingId, ofInstallation = false } = request
      refuseUnlessMayRead(principal, entity, ofInstallation)
      refuseStatus(entity, status)
      const query = readQuery(entity, request.text, 'text').tree
      const having = readHaving(entity, request.having)?.tree ?? null
      const other = otherOf(entity, havingId)
      if (other !== null) refuseUnlessMayRead(principal, other)
      const { context, inside } = readingAs(database, principal, clock.nowMs(), ofInstallation)
      return inside(async trx => {
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
      })
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

/** The database judges every clause, so that this says what the list says. */
async function judge(trx: Trx, tree: QueryTree, id: number, context: QueryContext): Promise<Judged> {
  const object = await readValues(trx, tree, id, context)
  if (object === null) throw new Problem('not_found')
  const { matches, clauses } = await whyClauses(tree, object.values, context, one => isMatch(trx, one, id, context))
  return {
    name: object.name,
    matches,
    clauses: clauses.map(({ found, ...clause }) => ({ ...clause, found: found === null ? null : [...found] })),
  }
}

async function isMatch(trx: Trx, tree: QueryTree, id: number, context: QueryContext): Promise<boolean> {
  const { rows } = await sqlOf(compileMatches(tree, [id], context)).execute(trx)
  return rows.length > 0
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
